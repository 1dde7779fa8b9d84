package dev.gantry.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Netty's decoder, but it stops at the end of each request until [#resume]. What follows may
/// be the next request, or the first bytes of an upgraded connection, and only the handler of
/// this request decides which. When the decoder is removed, Netty passes the bytes on as they
/// are.
final class RequestDecoder extends HttpRequestDecoder {
  private boolean paused;
  private boolean withinHead;

  RequestDecoder(int maxHeadBytes) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(maxHeadBytes)
            .setMaxHeaderSize(maxHeadBytes)
            .setMaxChunkSize(64 << 10)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (paused) {
      return;
    }
    withinHead = true;
    super.decode(ctx, in, out);
    if (!out.isEmpty()) {
      withinHead = false;
      Object last = out.getLast();
      paused =
          last instanceof LastHttpContent
              || (last instanceof DecoderResultProvider message
                  && message.decoderResult().isFailure());
    }
  }

  /// Whether some bytes of a request have come, but not yet its whole head. Meaningful only
  /// until the head was passed on.
  boolean isWithinHead() {
    return withinHead;
  }

  /// Goes on with the next request, of which bytes may have arrived already.
  void resume(ChannelHandlerContext ctx) throws Exception {
    paused = false;
    channelRead(ctx, Unpooled.EMPTY_BUFFER);
  }
}
