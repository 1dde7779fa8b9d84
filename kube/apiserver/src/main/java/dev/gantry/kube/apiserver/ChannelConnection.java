package dev.gantry.kube.apiserver;

import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.WebSocket;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A WebSocket shared by channels. A thread of its own receives and hands the data out; when a
/// channel's reader is slow it waits, and shows the client meanwhile that we are still here:
/// its pings are not read then, and it would give us up after a minute.
final class ChannelConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChannelConnection.class);

  /// The longest message taken. Clients send pieces of some kilobytes.
  private static final int MAX_MESSAGE = 4 << 20;

  private static final int MAX_PIECE = 32 << 10;
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

  private final WebSocket socket;
  private final ChannelProtocol protocol;
  private final Map<Integer, ChannelInput> inputs;
  private final ClientWatch watch;
  private final OwnedThread receiver;
  private volatile boolean closing;

  private ChannelConnection(
      WebSocket socket,
      ChannelProtocol protocol,
      Map<Integer, ChannelInput> inputs,
      ClientWatch watch) {
    this.socket = socket;
    this.protocol = protocol;
    this.inputs = Map.copyOf(inputs);
    this.watch = watch;
    this.receiver = OwnedThread.virtual("channels", this::receive);
  }

  /// Leaves HTTP.
  ///
  /// @param inputs the channels the client may send on; data on others is dropped
  static ChannelConnection open(
      Request request,
      Response response,
      ChannelProtocol protocol,
      Map<Integer, ChannelInput> inputs,
      ClientWatch watch)
      throws IOException {
    var socket = WebSocket.accept(request, response, protocol.subprotocol(), MAX_MESSAGE);
    return new ChannelConnection(socket, protocol, inputs, watch);
  }

  private void receive() throws InterruptedException {
    try {
      for (var message = socket.receive(); message.isPresent(); message = socket.receive()) {
        Optional<ChannelProtocol.Piece> piece = protocol.decode(message.get());
        if (piece.isPresent()) {
          received(piece.get());
        }
      }
    } catch (IOException e) {
      log.debug("client left cause={}", e.toString());
    } finally {
      inputs.values().forEach(ChannelInput::end);
      if (!closing) {
        watch.clientLeft();
      }
    }
  }

  private void received(ChannelProtocol.Piece piece) throws IOException, InterruptedException {
    if (piece.channel() == ChannelProtocol.CLOSE && protocol.version() >= 5) {
      closed(piece.bytes());
      return;
    }
    ChannelInput input = inputs.get(piece.channel());
    if (input != null && piece.bytes().length > 0) {
      while (!input.offer(piece.bytes(), SIGN_OF_LIFE)) {
        socket.sendPong();
      }
    }
  }

  private void closed(byte[] channel) {
    ChannelInput input = channel.length == 1 ? inputs.get(channel[0] & 0xff) : null;
    if (input != null) {
      input.end();
    }
  }

  /// A channel to the client. What is written goes out at once.
  OutputStream output(int channel) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int sent = 0; sent < length; sent += MAX_PIECE) {
          int piece = Math.min(length - sent, MAX_PIECE);
          socket.send(protocol.encode(channel, bytes, offset + sent, piece));
        }
      }
    };
  }

  /// Sends a message without data, which tells the client that the channels are open.
  void sendEmpty(int channel) throws IOException {
    socket.send(protocol.encode(channel, new byte[0], 0, 0));
  }

  /// Ends the connection in the regular way.
  void finish() throws IOException {
    closing = true;
    socket.close();
  }

  @Override
  public void close() {
    closing = true;
    inputs.values().forEach(ChannelInput::close);
    receiver.close();
  }
}
