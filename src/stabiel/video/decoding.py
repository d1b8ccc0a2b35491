"""Decodes a stream packet by packet. In: an open file. Out: packets, each with its frames."""

from collections.abc import Iterator
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError, InvalidDataError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from stabiel.errors import VideoError

_ENDED = (InvalidDataError, EOFError)


def decode(
    container: InputContainer, stream: VideoStream, path: Path
) -> Iterator[tuple["av.Packet[VideoStream]", list[VideoFrame]]]:
    """Yield every packet with the frames that came out; a damaged one loses only its own frames.

    The `opaque` of a frame is the position in the file at which its packet stands.

    Args:
        container: the file, from where it is read on.
        stream: the stream to decode.
        path: of the file, for messages.

    Raises:
        VideoError: the file cannot be read any further.
    """
    stream.codec_context.copy_opaque = True
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except _ENDED:
            return
        except (FFmpegError, OSError) as error:
            raise VideoError(f"{path}: reading stopped ({error}); copy the file again.") from error
        if packet is None:
            return
        packet.opaque = packet.pos
        try:
            frames = packet.decode()
        except (FFmpegError, EOFError):
            continue
        yield packet, [frame for frame in frames if isinstance(frame, VideoFrame)]
