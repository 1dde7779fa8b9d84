package dev.gantry.kube.apiserver;

import dev.gantry.kube.auth.ClusterCertificates;
import dev.gantry.kube.auth.Identity;
import dev.gantry.kube.auth.ServerNames;
import dev.gantry.platform.http.Endpoint;
import dev.gantry.platform.http.HttpServer;
import dev.gantry.platform.http.Listener;
import dev.gantry.platform.http.Tls;
import dev.gantry.platform.lifecycle.Timers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Where the API is reached over TLS. Shows a new certificate before the old one ends; clients
/// that trust the cluster's authority notice nothing.
public final class ApiEndpoint implements AutoCloseable {
  /// Clocks of the machine may jump, so the calendar is looked at again at least this often.
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final ClusterCertificates certificates;
  private final ServerNames names;
  private final InstantSource clock;
  private final Timers timers;
  private final Listener listener;
  private Identity shown;

  private ApiEndpoint(
      HttpServer http,
      InetSocketAddress address,
      ClusterCertificates certificates,
      ServerNames names,
      ApiServer server,
      Timers timers,
      InstantSource clock) {
    this.certificates = certificates;
    this.names = names;
    this.clock = clock;
    this.timers = timers;
    this.shown = certificates.server(names);
    this.listener =
        http.listen(new Endpoint.Tcp(address, Optional.of(tls())), server, server::respond);
  }

  /// Accepts clients from now on.
  ///
  /// @param names all names and addresses that clients use
  /// @param timers must be closed before this
  public static ApiEndpoint open(
      HttpServer http,
      InetSocketAddress address,
      ClusterCertificates certificates,
      ServerNames names,
      ApiServer server,
      Timers timers,
      InstantSource clock) {
    var endpoint = new ApiEndpoint(http, address, certificates, names, server, timers, clock);
    endpoint.renewInTime();
    return endpoint;
  }

  private synchronized Tls tls() {
    return new Tls(
        List.of(shown.certificate()),
        shown.key(),
        List.of(certificates.authority()),
        Tls.ClientCertificate.OPTIONAL);
  }

  private void renewInTime() {
    Instant due;
    synchronized (this) {
      due = ClusterCertificates.nextRenewal(shown);
    }
    Duration left = Duration.between(clock.instant(), due);
    Duration wait = left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left;
    timers.after(
        wait.isNegative() ? Duration.ZERO : wait,
        () -> {
          renew();
          renewInTime();
        });
  }

  private synchronized void renew() {
    Identity current = certificates.server(names);
    if (!current.equals(shown)) {
      shown = current;
      listener.present(tls());
    }
  }

  public int port() {
    return listener.port();
  }

  @Override
  public void close() {
    listener.close();
  }
}
