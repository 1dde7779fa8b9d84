package dev.gantry.platform.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/// Says [Reached] when the client has closed its half, however it did so: a socket by FIN, TLS
/// by its closing alert. The decoder behind must not see Netty's own events: it would throw
/// away what it has not decoded yet, such as the first bytes of an upgraded connection.
final class InputEnd extends ChannelInboundHandlerAdapter {
  /// The event.
  record Reached() {}

  private boolean reached;

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    boolean end =
        event instanceof ChannelInputShutdownEvent
            || event instanceof ChannelInputShutdownReadComplete
            || event instanceof SslCloseCompletionEvent;
    if (!end) {
      ctx.fireUserEventTriggered(event);
    } else if (!reached) {
      reached = true;
      ctx.fireUserEventTriggered(new Reached());
    }
  }
}
