package dev.gantry.engine.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The networks of this host and who is connected to them.
///
/// A *network* is a bridge with a pool of addresses (or one of the two special ones, `host` and
/// `none`). A *sandbox* is a network namespace that the engine pins to a file, so that it
/// exists without a process and outlives the daemon. An *endpoint* is a sandbox's attachment to
/// a network: an interface inside, an address, names, and the ports that the host publishes for
/// it.
///
/// A container's start: [#createSandbox] gives the path for the runtime's configuration,
/// [#connect] gives the address and the host ports that were chosen. Its end:
/// [#releaseSandbox], which also disconnects. A network `host` needs no sandbox; `none` needs
/// one and gets only loopback.
///
/// Everything here survives the daemon: sandboxes, interfaces and translation rules live in the
/// kernel, their owners in the store. An endpoint is recorded before the first kernel object is
/// made for it, so [#reconcile] at start finds what a killed daemon left half-made, deletes
/// what nobody owns and restores what is missing. While open, the component also watches the
/// kernel: a foreign `nft flush ruleset` or a deleted bridge is repaired as soon as the kernel
/// tells of it.
///
/// All methods may block for some milliseconds and may be called from any thread; work for
/// different sandboxes runs in parallel. Failures of the kernel become Internal, a missing
/// libnftables FailedPrecondition.
public interface Networks extends AutoCloseable {

  /// All networks, the oldest first.
  List<Network> list();

  /// Finds by name, id or unambiguous beginning of an id, in this order.
  Optional<Network> find(String reference);

  /// As [#find], but throws NotFound in docker's words.
  Network get(String reference);

  /// Who is connected to a network, in no particular order.
  List<Endpoint> endpoints(NetworkId network);

  /// What a sandbox is connected to, in the order of connecting.
  List<Endpoint> endpoints(SandboxId sandbox);

  /// Makes a network namespace with nothing but a loopback interface, and pins it to the file
  /// it returns. Returns the existing one when there is one.
  Path createSandbox(SandboxId sandbox);

  /// The file a sandbox is pinned to, if it exists.
  Optional<Path> findSandbox(SandboxId sandbox);

  /// Connects a sandbox to a network; traffic can flow when this returns.
  ///
  /// Throws AlreadyExists when it is connected already, Conflict when a wanted address or host
  /// port is in use, ResourceExhausted when the pool has no address left; nothing remains then.
  Endpoint connect(EndpointRequest request);

  /// Undoes [#connect]; does nothing when not connected.
  void disconnect(SandboxId sandbox, NetworkId network);

  /// Disconnects from all networks and removes the namespace (which lives on while a process is
  /// in it). Does nothing when there is no such sandbox.
  void releaseSandbox(SandboxId sandbox);

  /// Makes kernel and records agree again: restores what the live sandboxes should have,
  /// releases all others. For the start of the daemon, before new sandboxes are made.
  void reconcile(Set<SandboxId> live);

  /// What is wrong right now, in sentences; empty when all is well. Changes nothing.
  List<String> check();

  /// Stops watching the kernel. Containers keep their network; without any endpoint left,
  /// bridge and rules are removed as well.
  @Override
  void close();
}
