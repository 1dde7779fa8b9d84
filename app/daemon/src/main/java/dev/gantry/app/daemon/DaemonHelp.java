package dev.gantry.app.daemon;

/// What `gantry daemon --help` prints.
final class DaemonHelp {
  static final String TEXT =
      """

      Usage:  gantry daemon [OPTIONS]

      Run the engine in the foreground; prints READY when every endpoint answers

      Options:
            --bip string                     The host's address on the default bridge, in CIDR
        -b, --bridge string                  Name of the default bridge (default "gantry0")
            --cluster-store string           Where the cluster's objects are kept (default "sqlite")
            --config-file string             Options as JSON (default "/etc/gantry/daemon.json")
            --data-root string               What survives a reboot (default "/var/lib/gantry")
        -D, --debug                          The same as --log-level debug
            --default-address-pool pool      Where subnets are taken from, base=CIDR,size=BITS
            --default-runtime string         crun or runc (default "crun")
            --dns list                       Name servers for containers that ask for none
            --exec-root string               What does not survive a reboot (default "/run/gantry")
        -G, --group string                   Group of unix sockets
        -H, --host list                      unix:///path or tcp://address:port
                                             (default unix:///run/gantry/docker.sock)
            --insecure-registry list         Registries that may be spoken to without TLS
            --kube-listen string             Where the Kubernetes API is offered, or "off"
                                             (default "127.0.0.1:6443")
            --kubeconfig string              Where the administrator's kubeconfig is written
                                             (default "kubeconfig" below --data-root)
            --live-restore                   Always on: containers outlive the daemon
        -l, --log-level string               debug, info, warn or error (default "info")
            --mtu int                        MTU of bridges and containers
        -p, --pidfile string                 Where to write the process id
            --registry-mirror list           Mirrors of the default registry
            --tls                            Not enough for TCP: see --tlsverify
            --tlscacert string               Who may have signed client certificates
            --tlscert string                 The daemon's certificate
            --tlskey string                  The daemon's key
            --tlsverify                      Offer TCP, to clients with a certificate

      Every option may stand in the configuration file instead, under its name; hosts,
      default-address-pools, insecure-registries and registry-mirrors are lists there.
      """;

  private DaemonHelp() {}
}
