"""A stream writes at once, and keeps the order when its reader is slow."""

import asyncio

from cxjourney.activity.live.streams import LONGEST_QUEUE, Stream
from tests.live.client import run


class Reader:
    """A server's end: `send` waits while the reader is slow."""

    def __init__(self):
        self.got, self.ready = [], asyncio.Event()
        self.ready.set()

    async def send(self, message):
        await self.ready.wait()
        self.got.append(message["body"])


async def serve(stream, reader):
    stream.send = reader.send
    while chunk := await stream.take():
        await reader.send({"body": chunk})


def scene(play):
    async def whole():
        stream, reader = Stream("process", None, 0.0), Reader()
        writer = asyncio.create_task(serve(stream, reader))
        await asyncio.sleep(0)
        await play(stream, reader)
        stream.end()
        reader.ready.set()
        await asyncio.wait_for(writer, 5)
        return reader.got

    return run(whole())


def test_a_chunk_is_written_without_another_turn_of_the_loop():
    async def play(stream, reader):
        stream.push(b"1")
        assert reader.got == [b"1"]

    assert scene(play) == [b"1"]


def test_a_slow_reader_gets_everything_once_and_in_order():
    async def play(stream, reader):
        stream.push(b"1")
        reader.ready.clear()
        for chunk in (b"2", b"3"):
            stream.push(chunk)
        await asyncio.sleep(0)
        stream.push(b"4")
        assert reader.got == [b"1"]
        reader.ready.set()
        stream.push(b"5")

    assert b"".join(scene(play)) == b"12345"


def test_a_reader_who_takes_nothing_is_let_go():
    async def play(stream, reader):
        reader.ready.clear()
        for _ in range(LONGEST_QUEUE + 2):
            stream.push(b"x")
        assert stream.ended

    scene(play)


def test_a_reader_who_has_gone_ends_the_stream():
    async def play(stream, reader):
        async def send(_message):
            raise OSError

        stream.send = send
        stream.push(b"1")
        assert stream.ended

    scene(play)


def test_a_writer_that_is_cancelled_while_it_waits_leaves_nothing_behind():
    async def whole():
        stream, reader = Stream("process", None, 0.0), Reader()
        writer = asyncio.create_task(serve(stream, reader))
        await asyncio.sleep(0)
        reader.ready.clear()
        stream.push(b"1")
        await asyncio.sleep(0)
        writer.cancel()
        await asyncio.wait({writer})
        reader.ready.set()
        await asyncio.sleep(0)
        return writer.cancelled(), reader.got

    assert run(whole()) == (True, [])
