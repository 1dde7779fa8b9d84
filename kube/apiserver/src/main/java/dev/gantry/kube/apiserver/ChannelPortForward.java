package dev.gantry.kube.apiserver;

import dev.gantry.kube.apiserver.PodTargets.Target;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.lifecycle.TaskScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Ports forwarded over channels: one connection for each port the request names, on channel 2n
/// with errors on 2n + 1. Both begin with the port's number, lower byte first.
final class ChannelPortForward {
  private ChannelPortForward() {}

  static void serve(
      Request request,
      Response response,
      ChannelProtocol protocol,
      Target target,
      List<Integer> ports,
      ClientWatch watch)
      throws IOException, InterruptedException {
    List<ChannelInput> data = ports.stream().map(_ -> new ChannelInput()).toList();
    Map<Integer, ChannelInput> inputs = new HashMap<>();
    for (int i = 0; i < data.size(); i++) {
      inputs.put(2 * i, data.get(i));
    }
    try (var connection = ChannelConnection.open(request, response, protocol, inputs, watch);
        var scope = TaskScope.open("port-forward")) {
      List<PortPump> pumps = new ArrayList<>();
      for (int i = 0; i < ports.size(); i++) {
        pumps.add(pump(connection, target, ports.get(i), i, data.get(i)));
      }
      for (PortPump pump : pumps) {
        scope.fork(
            () -> {
              pump.run(false);
              return true;
            });
      }
      scope.join();
      watch.workDone();
      connection.finish();
    }
  }

  private static PortPump pump(
      ChannelConnection connection, Target target, int port, int index, InputStream input)
      throws IOException {
    OutputStream data = connection.output(2 * index);
    OutputStream errors = connection.output(2 * index + 1);
    byte[] number = {(byte) port, (byte) (port >> 8)};
    data.write(number);
    errors.write(number);
    return new PortPump(target, port, input, data, errors);
  }
}
