# SPDX-License-Identifier: EUPL-1.2
"""The sockets that the region listens on."""

import asyncio
import socket

from sync_server.serve import listen_at


def test_the_small_parts_of_an_answer_leave_without_waiting_for_one_another():
    async def answered() -> int:
        told = asyncio.get_running_loop().create_future()

        async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = listen_at("127.0.0.1", 0)
        async with await asyncio.start_server(serve, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            no_delay = await asyncio.wait_for(told, 30)
            writer.close()
            return no_delay

    assert asyncio.run(answered()) != 0
