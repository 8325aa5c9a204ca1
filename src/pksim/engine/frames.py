"""Suspended processes in a byte pool: stored once, then resumed in place.

A compiled generator is a plain struct. These intrinsics keep one at an offset of a byte pool and
give a reference to it there, so that resuming a process copies nothing. A frame must hold scalars
and borrowed tables only (`native_clock` checks it), so that a slot can be reused without any
reference counting.

With ``NUMBA_DISABLE_JIT=1`` the same names work on interpreted generators, for coverage and
debugging.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import config, types
from numba.extending import intrinsic

INTERPRETED = bool(config.DISABLE_JIT)

if INTERPRETED:

    def frame_size(frame: Any) -> int:  # noqa: ARG001
        """Bytes (here: list places) that one frame takes."""
        return 1

    def put_frame(pool: Any, offset: int, frame: Any) -> None:
        """Store a fresh generator in the pool."""
        pool[offset] = frame

    def frame_at(pool: Any, offset: int, like: Any) -> Any:  # noqa: ARG001
        """The generator stored at `offset`, of the same type as `like`."""
        return pool[offset]

    def new_pool(size: int) -> Any:
        """An empty pool of `size` places."""
        return [None] * size

else:

    @intrinsic
    def frame_size(_context: Any, frame: Any) -> Any:
        """Bytes that one frame of this type takes."""

        def codegen(context: Any, _builder: Any, signature: Any, _args: Any) -> Any:
            data = context.data_model_manager[signature.args[0]].get_data_type()
            # rounded up to whole words, so that every slot of the pool is aligned
            return ir.Constant(ir.IntType(64), (context.get_abi_sizeof(data) + 7) // 8 * 8)

        return types.int64(frame), codegen

    @intrinsic
    def put_frame(_context: Any, pool: Any, offset: Any, frame: Any) -> Any:
        """Store a fresh generator in the pool."""

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            at = _slot(context, builder, signature.args[0], args[0], args[1], signature.args[2])
            model = context.data_model_manager[signature.args[2]]
            builder.store(model.as_data(builder, args[2]), at)
            return context.get_dummy_value()

        return types.void(pool, offset, frame), codegen

    @intrinsic
    def frame_at(_context: Any, pool: Any, offset: Any, like: Any) -> Any:
        """The generator stored at `offset`, by reference: `next()` moves it on in place."""

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return _slot(
                context, builder, signature.args[0], args[0], args[1], signature.return_type
            )

        return like(pool, offset, like), codegen

    def new_pool(size: int) -> Any:
        """An empty pool of `size` bytes."""
        return np.empty(size, np.uint8)


def _slot(
    context: Any, builder: Any, array_type: Any, array: Any, offset: Any, frame_type: Any
) -> Any:
    data = context.make_array(array_type)(context, builder, array).data
    at = builder.gep(builder.bitcast(data, ir.IntType(8).as_pointer()), [offset])
    return builder.bitcast(at, context.data_model_manager[frame_type].get_data_type().as_pointer())
