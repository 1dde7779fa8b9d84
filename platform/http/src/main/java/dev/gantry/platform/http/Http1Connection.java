package dev.gantry.platform.http;

import dev.gantry.platform.http.Http1Exchange.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that speaks HTTP/1.1: the state machine between the event loop, to which
/// everything here is confined unless it says otherwise, and the threads of the requests.
///
/// ```
///            head decoded          response sent
///   IDLE ───────────────▶ BUSY ───────────────────▶ IDLE
///     │                     │ upgrade, hijack
///     │                     ▼
///     │                    RAW
///     ▼ timeout, refusal    ▼ handler returned
///   CLOSING: all is sent, our half is closed, what the client still sends is thrown away until it
///            closes too; closing at once would make the kernel drop the end of the response.
/// ```
final class Http1Connection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(Http1Connection.class);

  /// How long a client may take to close its half after we have closed ours.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private enum State {
    IDLE,
    BUSY,
    RAW,
    CLOSING
  }

  private final Connections owner;
  private final Channel channel;
  private final HttpServerConfig config;
  private final RequestDecoder decoder;
  private final Outbound outbound;
  private final ConnectionTimer timer;

  private State state = State.IDLE;
  private Inbound inbound = new Inbound(() -> {});
  private @Nullable Http1Exchange exchange;
  private @Nullable Peer peer;
  private boolean requestComplete;
  private boolean headBegun;
  private boolean inputEnded;
  private boolean outputEnded;
  private volatile boolean gone;

  Http1Connection(Connections owner, Channel channel, HttpServerConfig config) {
    this.owner = owner;
    this.channel = channel;
    this.config = config;
    this.decoder = new RequestDecoder(config.maxHeadBytes());
    this.outbound = new Outbound(channel);
    this.timer = new ConnectionTimer(channel.eventLoop(), this::expired);
  }

  RequestDecoder decoder() {
    return decoder;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    owner.opened(this);
    timer.set(config.headTimeout());
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (state == State.CLOSING) {
      ReferenceCountUtil.release(message);
      return;
    }
    switch (message) {
      case HttpRequest request -> begin(request);
      case HttpContent content -> receive(content);
      case ByteBuf bytes -> inbound.offer(bytes);
      default -> throw new IllegalStateException("unexpected " + message.getClass());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (state == State.IDLE && decoder.isWithinHead() && !headBegun) {
      headBegun = true;
      timer.set(config.headTimeout());
    }
    readMore();
  }

  /// Asks for more bytes if somebody is there to take them.
  private void readMore() {
    boolean wanted =
        switch (state) {
          case IDLE, CLOSING -> true;
          case BUSY -> !requestComplete && inbound.hasRoom();
          case RAW -> inbound.hasRoom();
        };
    if (wanted && !inputEnded) {
      channel.read();
    }
  }

  private void readMoreFromAnyThread() {
    channel.eventLoop().execute(this::readMore);
  }

  private void begin(HttpRequest message) {
    timer.clear();
    headBegun = false;
    requestComplete = false;
    var incoming = new Inbound(this::readMoreFromAnyThread);
    Http1Request request;
    var body = new RequestBody(incoming);
    try {
      request = Http1Request.of(message, peer(), body);
    } catch (HttpException e) {
      refuse(e);
      return;
    }
    var response = new Http1Response(request, outbound, head -> upgrade(incoming, head));
    body.beforeFirstRead(response::sendContinue);
    if (owner.isClosing()) {
      response.closeConnection();
    }
    inbound = incoming;
    state = State.BUSY;
    exchange = owner.start(this, request, response, incoming);
  }

  private void receive(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      inbound.fail(new RequestBody.MalformedBodyException(content.decoderResult().cause()));
      return;
    }
    inbound.offer(content.content());
    if (content instanceof LastHttpContent) {
      requestComplete = true;
      inbound.end();
    }
  }

  /// Answers what no handler shall see, and closes.
  private void refuse(HttpException refusal) {
    log.debug("request refused peer={} cause={}", channel, refusal.getMessage());
    outbound.writeOnLoop(ResponseHead.refusal(refusal));
    closeGracefully();
  }

  /// Called on the request's thread. The rest of the request has to be out of the way first.
  private RawStream upgrade(Inbound body, byte[] head) throws IOException {
    if (body.skipToEnd() > 0) {
      log.debug("unread request body dropped before upgrade peer={}", channel);
    }
    var raw = new Inbound(this::readMoreFromAnyThread);
    outbound.writeLast(head, () -> becomeRaw(raw));
    return new Http1RawStream(raw, outbound, this::outputEnded);
  }

  private void becomeRaw(Inbound raw) {
    inbound = raw;
    if (gone || !channel.isActive()) {
      raw.fail(new IOException("the client has closed the connection"));
      return;
    }
    state = State.RAW;
    // Hands over what the decoder has read beyond the request.
    channel.pipeline().remove(decoder);
    if (inputEnded) {
      raw.end();
    }
    readMore();
  }

  private void outputEnded() {
    channel.eventLoop().execute(() -> outputEnded = true);
  }

  /// Called on the request's thread when its handler is done.
  void ended(Http1Exchange ended, Outcome outcome) {
    channel
        .eventLoop()
        .execute(
            () -> {
              exchange = null;
              proceed(outcome);
              owner.ended(ended);
            });
  }

  private void proceed(Outcome outcome) {
    if (!channel.isActive()) {
      return;
    }
    switch (outcome) {
      case REUSE -> {
        if (requestComplete && !owner.isClosing()) {
          nextRequest();
        } else {
          closeGracefully();
        }
      }
      case CLOSE -> closeGracefully();
      case CUT -> close();
    }
  }

  private void nextRequest() {
    state = State.IDLE;
    timer.set(config.idleTimeout());
    try {
      decoder.resume(channel.pipeline().context(decoder));
    } catch (Exception e) {
      channel.pipeline().fireExceptionCaught(e);
    }
    if (state == State.IDLE && inputEnded) {
      closeGracefully();
    } else {
      readMore();
    }
  }

  private void closeGracefully() {
    if (state != State.CLOSING) {
      if (channel.pipeline().context(decoder) != null) {
        // Lets the bytes that are thrown away come as they are.
        state = State.CLOSING;
        channel.pipeline().remove(decoder);
      }
      state = State.CLOSING;
      timer.set(config.idleTimeout());
      outbound.shutdownOnLoop(() -> timer.set(LINGER));
    }
    if (inputEnded) {
      outbound.afterLastWrite(this::close);
    } else {
      readMore();
    }
  }

  private void expired() {
    switch (state) {
      case IDLE -> {
        if (headBegun) {
          refuse(new HttpException(408, "the request took too long to arrive"));
        } else {
          close();
        }
      }
      case CLOSING -> close();
      case BUSY, RAW -> {}
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof InputEnd.Reached) {
      inputEnded = true;
      inputEnded();
    }
  }

  private void inputEnded() {
    switch (state) {
      case IDLE -> close();
      case BUSY -> {
        if (!requestComplete) {
          inbound.fail(new EOFException("the client closed the connection within its request"));
        } else if (looksLikeLeaving()) {
          cancelLater();
        }
      }
      case RAW -> inbound.end();
      case CLOSING -> closeGracefully();
    }
  }

  /// Over TCP a client that left looks like one that only sends no more, until keep-alive
  /// probes tell. Clients that want an upgrade do close their half early; others hardly ever
  /// do.
  private boolean looksLikeLeaving() {
    return exchange != null
        && !exchange.request().asksForUpgrade()
        && !(channel instanceof DomainSocketChannel);
  }

  private void cancelLater() {
    Http1Exchange waiting = exchange;
    afterGrace(
        () -> {
          if (exchange != null && exchange.equals(waiting) && state == State.BUSY) {
            gone = true;
            exchange.cancel();
          }
        });
  }

  /// The kernel says that the client can neither send nor receive.
  void peerGone() {
    abandon(new IOException("the client has closed the connection"));
    close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    timer.close();
    abandon(new IOException("the connection is closed"));
    owner.closed(this);
  }

  /// Nobody waits for the response any more. What the client sent on a raw stream before it
  /// left still reaches the handler, within limits. When both sides have closed their halves,
  /// this is the regular end, and the handler may finish in peace.
  private void abandon(IOException reason) {
    Http1Exchange running = exchange;
    if (gone || running == null) {
      return;
    }
    inbound.fail(reason);
    if (state == State.RAW && outputEnded) {
      return;
    }
    gone = true;
    if (state == State.RAW) {
      inbound.whenDrained(running::cancel);
      afterGrace(running::cancel);
    } else {
      running.cancel();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    boolean clients = cause instanceof IOException || cause instanceof DecoderException;
    if (clients) {
      log.debug("connection failed peer={} cause={}", channel, cause.toString());
    } else {
      log.warn("connection failed: peer={}", channel, cause);
    }
    abandon(new IOException("the connection failed: " + cause.getMessage(), cause));
    close();
  }

  /// The server shuts down: ends an unused connection at once, others after their response.
  /// From any thread.
  void shutdown() {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (state == State.IDLE) {
                close();
              } else if (exchange != null) {
                exchange.cancel();
              }
            });
  }

  /// Closes the connection whatever it does. From any thread.
  void close() {
    var _ = channel.close();
  }

  private void afterGrace(Runnable action) {
    long nanos = config.halfCloseGrace().toNanos();
    var _ = channel.eventLoop().schedule(action, nanos, TimeUnit.NANOSECONDS);
  }

  /// Whether the client has left. From any thread.
  boolean isGone() {
    return gone || outbound.hasFailed();
  }

  /// Whether the server shuts down. From any thread.
  boolean isClosing() {
    return owner.isClosing();
  }

  private Peer peer() {
    Peer known = peer;
    if (known == null) {
      known = Peers.of(channel);
      peer = known;
    }
    return known;
  }
}
