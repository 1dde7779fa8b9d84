package dev.gantry.app.daemon;

import dev.gantry.engine.core.Engine;
import dev.gantry.kube.api.Extensions;
import dev.gantry.kube.apiserver.ApiEndpoint;
import dev.gantry.kube.apiserver.ApiServer;
import dev.gantry.kube.apiserver.ControlPlane;
import dev.gantry.kube.apiserver.HealthChecks;
import dev.gantry.kube.apiserver.PodStreams;
import dev.gantry.kube.apiserver.ServerMetrics;
import dev.gantry.kube.apiserver.ServerVersion;
import dev.gantry.kube.auth.ClusterCertificates;
import dev.gantry.kube.auth.Kubeconfig;
import dev.gantry.kube.auth.ServerNames;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.auth.Users;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.client.Informers;
import dev.gantry.kube.client.NodeAgent;
import dev.gantry.kube.controllers.Controllers;
import dev.gantry.kube.controllers.ServedKind;
import dev.gantry.kube.kubelet.Kubelet;
import dev.gantry.kube.kubelet.KubeletConfig;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.kube.scheduler.Scheduler;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.http.HttpServer;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.store.Store;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Kubernetes side of the daemon: a control plane and one node, which run their pods on the
/// engine beside it. Its components talk to the API as anybody does, but without the wire.
final class Cluster implements AutoCloseable {
  /// The address of the service `kubernetes`, the first of the range that services get theirs from.
  private static final byte[] SERVICE = {10, 96, 0, 1};

  private final Parts open;

  private Cluster(Parts open) {
    this.open = open;
  }

  /// Opens everything; when this returns, the API answers and the node is about to register.
  ///
  /// @param data directory of what survives a reboot
  static Cluster open(
      ClusterConfig config,
      Path data,
      Store store,
      Engine engine,
      HttpServer server,
      BuildInfo build,
      InstantSource clock)
      throws InterruptedException {
    var open = new Parts();
    boolean complete = false;
    try {
      String host = engine.info().host().name();
      var certificates = ClusterCertificates.open(data.resolve("pki"), clock);
      var plane = open.add(ControlPlane.open(store, certificates, clock, Extensions.NONE));
      var timers = open.add(new Timers("cluster"));
      var version = new ServerVersion(build.version(), build.commit(), build.time());

      var managed = informers(open, plane, Users.CONTROLLER_MANAGER, "kube-controller-manager");
      open.add(
          Controllers.start(
              Controllers.Config.of(certificates.authorityPem()),
              managed,
              served(),
              timers,
              clock));
      var scheduling = informers(open, plane, Users.SCHEDULER, "kube-scheduler");
      open.add(Scheduler.start(scheduling, timers, clock));
      var node = KubeletConfig.of(host, address(config), data.resolve("pods"), version.text());
      var kubelet =
          open.add(
              Kubelet.start(
                  node,
                  engine,
                  informers(open, plane, Users.node(node.nodeName()), "kubelet"),
                  clock));

      ApiClient reader = plane.client(Users.API_SERVER, "kube-apiserver");
      var api =
          new ApiServer(
              plane,
              version,
              new HealthChecks(),
              new ServerMetrics(),
              PodStreams.of(
                  key -> reader.get(BuiltInKinds.POD, key),
                  name -> agent(kubelet, node.nodeName(), name)));
      open.add(
          ApiEndpoint.open(server, config.listen(), certificates, names(host), api, timers, clock));
      Kubeconfig.write(
          config.kubeconfig(),
          Kubeconfig.text(url(config), certificates.authority(), certificates.admin()));
      complete = true;
      return new Cluster(open);
    } finally {
      if (!complete) {
        open.close();
      }
    }
  }

  private static Informers informers(Parts open, ControlPlane plane, UserInfo user, String agent) {
    return open.add(new Informers(plane.client(user, agent)));
  }

  /// Every stored kind once, in the version it is stored in.
  private static List<ServedKind> served() {
    return Kinds.builtIn().all().stream()
        .filter(kind -> kind.isStored() && kind.storedAs().isEmpty())
        .map(kind -> new ServedKind(kind.groupVersionKind(), kind.namespaced()))
        .toList();
  }

  private static NodeAgent agent(Kubelet kubelet, String ours, String wanted) {
    if (wanted.equals(ours)) {
      return kubelet.agent();
    }
    throw new StatusException(
        StatusReason.SERVICE_UNAVAILABLE,
        "node \"" + wanted + "\" is not reachable from this API server",
        Optional.empty());
  }

  /// Where others reach this machine: where the API listens, unless that is for this machine only.
  private static InetAddress address(ClusterConfig config) {
    InetAddress listen = config.listen().getAddress();
    if (!listen.isLoopbackAddress() && !listen.isAnyLocalAddress()) {
      return listen;
    }
    return addresses().stream()
        .filter(address -> address.getAddress().length == 4 && !address.isLinkLocalAddress())
        .findFirst()
        .orElse(InetAddress.getLoopbackAddress());
  }

  /// The machine's own addresses but loopback, in the order of its interfaces.
  private static List<InetAddress> addresses() {
    try {
      List<InetAddress> addresses = new ArrayList<>();
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress())
          .forEach(addresses::add);
      return addresses;
    } catch (SocketException e) {
      throw new InternalException("read the addresses of this machine: " + e.getMessage(), e);
    }
  }

  private static ServerNames names(String host) {
    try {
      return ServerNames.of(host, InetAddress.getByAddress(SERVICE), addresses());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of four bytes is one", e);
    }
  }

  private static String url(ClusterConfig config) {
    InetAddress listen = config.listen().getAddress();
    String host = listen.isAnyLocalAddress() ? "127.0.0.1" : listen.getHostAddress();
    return "https://%s:%d"
        .formatted(host.contains(":") ? "[" + host + "]" : host, config.listen().getPort());
  }

  @Override
  public void close() {
    open.close();
  }
}
