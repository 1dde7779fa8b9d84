package dev.gantry.platform.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Refuses a connection beyond the limit, whatever it would ask. One that expects TLS cannot read
/// the reason, but is refused as well.
final class TooManyConnections extends ChannelInboundHandlerAdapter {
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    byte[] refusal = ResponseHead.refusal(new HttpException(503, "too many connections"));
    ctx.writeAndFlush(Unpooled.wrappedBuffer(refusal)).addListener(ChannelFutureListener.CLOSE);
  }
}
