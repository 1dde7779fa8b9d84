package dev.gantry.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.oci.archive.TarEntry;
import dev.gantry.oci.archive.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Gives the same command line to docker and to gantry, both talking to one dockerd, and
/// expects the same output, byte for byte, and the same exit status. Skipped where there is no
/// dockerd.
class SideBySideTest {
  private static Optional<DockerdPeer> peer = Optional.empty();
  private static Clients clients;

  @BeforeAll
  static void startPeer(@TempDir Path config) throws IOException {
    clients = new Clients(engine(), config);
    ok(clients.gantry(busybox(), List.of("import", "-c", "CMD [\"sh\"]", "-", "busybox")));
    // Not every engine has volumes and networks by name.
    Clients.Outcome volume = clients.gantry("volume", "create", "--label", "a=b", "data");
    clients.gantry("network", "create", "--config-only", "--label", "a=b", "net1");
    ok(
        clients.gantry(
            "run",
            "-d",
            "--net",
            "none",
            "--name",
            "up",
            "-l",
            "com.example.disk-type=ssd",
            "-v",
            volume.status() == 0 ? "data:/data" : "/data",
            "-h",
            "host1",
            "busybox",
            "sleep",
            "1000"));
    Clients.Outcome ended =
        clients.gantry(
            "run",
            "--net",
            "none",
            "--name",
            "ended",
            "busybox",
            "sh",
            "-c",
            "echo to stdout; echo to stderr >&2; touch /new; exit 3");
    assertThat(ended.status()).isEqualTo(3);
    ok(clients.gantry("create", "--net", "none", "--name", "fresh", "-p", "8080:80", "busybox"));
  }

  /// A dockerd of our own, or the engine that `-Dgantry.test.peer` names.
  private static String engine() throws IOException {
    String running = System.getProperty("gantry.test.peer", "");
    if (!running.isEmpty()) {
      return running;
    }
    assumeTrue(DockerdPeer.isPossible(), "needs root, docker and dockerd");
    Path root = Files.createTempDirectory(Path.of("/var/tmp"), "gantry-cli-peer");
    DockerdPeer started = DockerdPeer.start(root);
    peer = Optional.of(started);
    return started.host();
  }

  private static void ok(Clients.Outcome outcome) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
  }

  @AfterAll
  static void stopPeer() throws IOException, InterruptedException {
    if (clients != null) {
      clients.docker("rm", "-f", "-v", "up", "ended", "fresh");
    }
    if (peer.isPresent()) {
      peer.get().stop();
    }
  }

  private static byte[] busybox() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarWriter tar = new TarWriter(bytes, TarWriter.Times.SECONDS)) {
      Instant time = Instant.ofEpochSecond(1_700_000_000);
      for (String directory : List.of("bin", "etc", "tmp")) {
        tar.write(TarEntry.directory(directory, 0755, time));
      }
      byte[] program = Files.readAllBytes(Path.of("/bin/busybox"));
      tar.write(TarEntry.file("bin/busybox", program.length, 0755, time), program);
      for (String name : List.of("sh", "sleep", "touch", "true", "cat", "env")) {
        tar.write(TarEntry.of("bin/" + name, new TarEntry.Kind.Symlink("busybox"), 0777, time));
      }
      byte[] users = "root:x:0:0:root:/root:/bin/sh\n".getBytes(StandardCharsets.US_ASCII);
      tar.write(TarEntry.file("etc/passwd", users.length, 0644, time), users);
    }
    return bytes.toByteArray();
  }

  private static void same(List<String> arguments) {
    Clients.Outcome expected = clients.docker(new byte[0], arguments).comparable();
    Clients.Outcome actual = clients.gantry(new byte[0], arguments).comparable();
    assertThat(actual).isEqualTo(expected);
  }

  /// Arguments between spaces, or between single quotes.
  private static List<String> words(String line) {
    return Arrays.stream(line.split(" (?=(?:[^']*'[^']*')*[^']*$)", -1))
        .map(word -> word.replaceAll("^'|'$", ""))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ps",
        "ps -a",
        "ps -aq",
        "ps -aq --no-trunc",
        "ps -a --no-trunc",
        "ps -as",
        "ps -n 2",
        "ps -l",
        "ps -a --format json",
        "ps -a --format '{{.ID}} {{.Names}} {{.Label \"com.example.disk-type\"}}'",
        "ps -a --format 'table {{.Names}}\\t{{.Label \"com.example.disk-type\"}}\\t{{.Mounts}}'",
        "ps -a --format '{{json .}}'",
        "ps -a --format '{{upper .Names}} {{len .ID}} {{printf \"%-10s|\" .Names}}'",
        "ps -a --format '{{.Nope}}'",
        "ps -a --format '{{.ID'",
        "ps -a --format '{{if eq .Names \"up\"}}yes{{else}}no{{end}}'",
        "ps -a --filter status=exited --format '{{.Names}}'",
        "ps -a --filter name=up -q",
        "ps -a -q --format '{{.Names}}'",
        "ps --filter nope=1",
        "ps --filter nope",
        "ps --nope",
        "ps -z",
        "ps -n x",
        "ps -n",
        "ps --all=maybe",
        "ps extra",
        "container ls -a",
        "container list -aq",
        "container nope",
        "container",
        "image",
        "volume",
        "network",
        "nope",
        "--nope ps",
        "help nope",
        "images",
        "images -a",
        "images -q",
        "images -q --no-trunc",
        "images --digests",
        "images --no-trunc",
        "images busy*",
        "images nope",
        "images --format json",
        "images --format '{{.Repository}}:{{.Tag}} {{.Size}}'",
        "images -f dangling=true",
        "images -f nope=1",
        "image ls",
        "history busybox",
        "history -q busybox",
        "history --no-trunc -H=false busybox",
        "history --format json busybox",
        "history nope",
        "inspect up",
        "inspect busybox",
        "inspect data",
        "inspect net1",
        "inspect up nope",
        "inspect nope",
        "inspect -s up",
        "inspect --type image up",
        "inspect --type nope up",
        "inspect --type volume data",
        "inspect -f '{{.Name}} {{.State.Running}} {{.State.Pid}}' up",
        "inspect -f '{{json .Config}}' up",
        "inspect -f '{{json .HostConfig.Binds}} {{.HostConfig.CapAdd}}' up",
        "inspect -f '{{.State.Health}} {{.Config.Volumes}} {{.NetworkSettings.Ports}}' up",
        "inspect -f '{{range $k, $v := .Config.Labels}}{{$k}}={{$v}};{{end}}' up",
        "inspect -f '{{range .Config.Env}}{{println .}}{{end}}' up",
        "inspect -f '{{index .Config.Labels \"com.example.disk-type\"}}' up",
        "inspect -f '{{with .Config}}{{.Image}}{{end}} {{len .Mounts}}' up",
        "inspect -f '{{.HostConfig.Memory}} {{.HostConfig.CpuShares}} {{.Config.Tty}}' up",
        "inspect -f '{{join .Config.Cmd \",\"}} {{split .Path \"e\" | len}}' up",
        "inspect -f '{{if .State.Health}}a{{else if .State.Running}}b{{end}}' up",
        "inspect -f '{{.HostConfig.PortBindings}}' fresh",
        "inspect -f '{{.Nope}}' up",
        "inspect -f '{{.State.Nope}}' up",
        "inspect -f '{{nope .}}' up",
        "inspect -f json up",
        "image inspect busybox",
        "image inspect nope",
        "image inspect -f '{{.Config.Cmd}} {{.RepoTags}} {{.Architecture}}' busybox",
        "container inspect up",
        "container inspect nope",
        "volume inspect data",
        "volume inspect nope",
        "volume ls",
        "volume ls -q",
        "volume ls --format json",
        "volume ls -f label=a=b",
        "network ls",
        "network ls -q --no-trunc",
        "network ls --format json",
        "network ls -f driver=null",
        "network inspect none",
        "network inspect nope",
        "port up",
        "port up 80",
        "port up x/y",
        "port nope",
        "top up",
        "top up -o pid,comm",
        "top nope",
        "diff ended",
        "diff nope",
        "logs ended",
        "logs --tail 1 ended",
        "logs -t ended",
        "logs --details ended",
        "logs --since 1h ended",
        "logs --since nope ended",
        "logs nope",
        "logs",
        "wait ended",
        "wait ended nope",
        "start nope",
        "start -a up ended",
        "start -a ended",
        "stop nope",
        "stop ended",
        "kill ended",
        "kill -s NOPE up",
        "pause ended",
        "unpause up",
        "rename ended",
        "rename ended up",
        "rm",
        "rm nope",
        "rm -f nope",
        "rm up",
        "rmi nope",
        "rmi -f nope",
        "tag nope x",
        "tag busybox UPPER",
        "update up",
        "exec",
        "exec up",
        "exec nope true",
        "exec ended true",
        "exec up nope",
        "exec up sh -c 'exit 42'",
        "exec up cat /etc/hostname",
        "exec -e A=1 -e FROM_OUTSIDE -w /tmp up env",
        "exec -it up true",
        "exec -d up true",
        "attach ended",
        "attach nope",
        "commit nope",
        "commit up UPPER",
        "cp up:/nope /tmp",
        "cp a b",
        "cp up:/a ended:/b",
        "cp up:/etc/passwd -",
        "cp '' up:/x",
        "export -o /nope/x up",
        "save nope",
        "save -o /nope/x busybox",
        "load -i /nope",
        "import /nope",
        "pull -a busybox:1",
        "pull 127.0.0.1:1/x",
        "pull 127.0.0.1:1/x:tag",
        "push 127.0.0.1:1/x",
        "push -a busybox:1",
        "search",
        "login",
        "logout 127.0.0.1:1",
        "container prune",
        "image prune",
        "image prune -a",
        "image prune -f",
        "volume prune",
        "network prune",
        "system prune",
        "system prune -a --volumes",
        "system df",
        "system df -v",
        "system df --format json",
        "stats --no-stream nope",
        "events --since 1h --until 0s",
        "events --since 1h --until 0s --format '{{.Type}} {{.Action}} {{.Actor.ID}}'",
        "events --since 1h --until 0s --filter event=die --format json",
        "run",
        "run --nope",
        "run --rm --net none busybox sh -c 'echo out; echo err >&2; exit 7'",
        "run --rm --net none busybox nope",
        "run --rm --net none busybox /etc",
        "run --rm --net none -e FROM_OUTSIDE busybox env -u HOSTNAME",
        "run --rm --net none -a stdout busybox sh -c 'echo out; echo err >&2'",
        "run -d -a stdout busybox",
        "run -it busybox true",
        "run --rm --restart always busybox",
        "run --name up busybox",
        "run --pull nope busybox",
        "run --pull never 127.0.0.1:1/nope",
        "run 127.0.0.1:1/nope",
        "run UPPER",
        "run -m nope busybox",
        "run -m 1k busybox",
        "run --cpus x busybox",
        "run --cpus 0.0000000001 busybox",
        "run -p 99999:1 busybox",
        "run -p 1:2:3:4 busybox",
        "run -p 80-82:80-81 busybox",
        "run -p 8:9/nope busybox",
        "run -p :: busybox",
        "run --expose 1:2 busybox",
        "run --expose nope busybox",
        "run -e =x busybox",
        "run --env-file /nope busybox",
        "run -l =x busybox",
        "run --mount type=bind busybox",
        "run --mount nope=1 busybox",
        "run --mount nope busybox",
        "run --mount type=tmpfs,target=/x,volume-nocopy busybox",
        "run --network nope=1 busybox",
        "run --device nope busybox",
        "run --device /dev/null:/dev/x:q busybox",
        "run --ulimit nope busybox",
        "run --ulimit nofile=2:1 busybox",
        "run --restart nope busybox",
        "run --restart on-failure:x busybox",
        "run --add-host nope busybox",
        "run --attach nope busybox",
        "run --memory-swappiness 200 busybox",
        "run --security-opt nope busybox",
        "run --security-opt seccomp=/nope busybox",
        "run --health-cmd x --no-healthcheck busybox",
        "run --health-interval nope busybox",
        "run --log-driver none --log-opt a=b busybox",
        "run --blkio-weight x busybox",
        "run --blkio-weight-device nope busybox",
        "run --device-read-bps nope busybox",
        "create 127.0.0.1:1/nope",
        "create UPPER",
      })
  void saysTheSame(String line) {
    same(words(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start",
        "stop",
        "restart",
        "kill",
        "pause",
        "unpause",
        "attach",
        "exec",
        "rm",
        "wait",
        "rename",
        "update",
        "logs",
        "ps",
        "top",
        "inspect",
        "port",
        "diff",
        "cp",
        "export",
        "commit",
        "tag",
        "import",
        "info",
        "version",
        "events",
        "stats",
        "login",
        "logout",
        "pull",
        "search",
        "image ls",
        "image prune",
        "container inspect",
        "container prune",
        "container ls",
        "system df",
        "system prune",
        "network ls",
        "network inspect",
        "network create",
        "network rm",
        "network disconnect",
        "network prune",
        "volume ls",
        "volume inspect",
        "volume create",
        "volume rm",
        "images",
        "system events"
      })
  void explainsItselfTheSame(String verb) {
    List<String> words = new ArrayList<>(words(verb));
    words.add("--help");
    same(words);
  }

  /// Both make a container from the same flags; the engine must have been told the same.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "busybox",
        "busybox sh -c 'echo x'",
        "-it -e FROM_OUTSIDE -l x=y -l z busybox",
        "-e A=b busybox",
        "-e ABSENT busybox",
        "-h host1 --domainname d -u 1:2 -w /x --entrypoint /bin/sh busybox -c true",
        "-p 8080:80 -p 127.0.0.1::53/udp -p 9000-9002:9000-9002 --expose 7000-7001 busybox",
        "-p 8000-8010:80 -p '[::1]:81:81' -P busybox",
        "-m 64m --memory-reservation 32M --memory-swap -1 -c 512 --cpus 1.5 busybox",
        "--cpuset-cpus 0 --pids-limit 50 --oom-score-adj 5 --shm-size 1m busybox",
        "--cpu-period 100000 --cpu-quota 50000 --blkio-weight 100 busybox",
        "--restart on-failure:3 --stop-signal USR1 --stop-timeout 7 busybox",
        "--restart unless-stopped busybox",
        "--rm busybox",
        "-v /tmp:/host:ro busybox",
        "-v data:/data busybox",
        "-v /anonymous busybox",
        "-v ./relative:/x busybox",
        "--tmpfs /run:size=1m --tmpfs /x busybox",
        "--mount type=bind,src=/tmp,dst=/t,ro,bind-propagation=rslave busybox",
        "--mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1770 busybox",
        "--mount type=volume,src=data,dst=/d,volume-nocopy busybox",
        "--cap-add NET_ADMIN --cap-add cap_sys_time --cap-drop mknod busybox",
        "--cap-add ALL --cap-drop NET_RAW busybox",
        "--security-opt no-new-privileges --security-opt seccomp=unconfined busybox",
        "--security-opt systempaths=unconfined --privileged --read-only --init busybox",
        "--add-host db:10.0.0.9 --dns 1.1.1.1 --dns-search x.y --dns-option ndots:2 busybox",
        "--network none --mac-address 92:d0:c6:0a:29:33 busybox",
        "--network host --uts host --pid host --ipc host --cgroupns host busybox",
        "--network name=net1,alias=x busybox",
        "--network-alias a --network-alias b --network net1 busybox",
        "--device /dev/null:/dev/x:r --device-cgroup-rule 'c 1:3 rw' busybox",
        "--ulimit nofile=100:200 --ulimit core=0 --sysctl net.ipv4.ip_forward=1 busybox",
        "--device-read-bps /dev/vda:1m --device-write-iops /dev/vda:10 busybox",
        "--log-driver json-file --log-opt max-size=1m busybox",
        "--health-cmd 'exit 1' --health-interval 5s --health-retries 2 busybox",
        "--no-healthcheck busybox",
        "--group-add audio --userns host --runtime runc --volumes-from up busybox",
        "-a stdout --attach STDERR busybox",
        "--gpus 2 busybox",
        "--storage-opt size=1G busybox",
        "--link up:db busybox",
      })
  void tellsTheEngineTheSame(String flags) {
    List<String> arguments = words(flags);
    Clients.Outcome expected = create("docker-made", arguments, true);
    Clients.Outcome actual = create("gantry-made", arguments, false);
    assertThat(actual).isEqualTo(expected);
  }

  /// The container as the engine describes it, or why it was refused.
  private static Clients.Outcome create(String name, List<String> flags, boolean byDocker) {
    List<String> line = new ArrayList<>(List.of("create", "--name", name));
    line.addAll(flags);
    byte[] none = {};
    Clients.Outcome made = byDocker ? clients.docker(none, line) : clients.gantry(none, line);
    if (made.status() != 0) {
      return made.comparable();
    }
    String details = clients.docker("inspect", name).out();
    clients.docker("rm", "-f", "-v", name);
    return new Clients.Outcome(
        0,
        details
            .replace(made.out().strip(), "ID")
            .replace(made.out().strip().substring(0, 12), "SHORT")
            .replaceAll("(docker|gantry)-made", "NAME")
            .replaceAll("[0-9a-f]{64}", "HEX")
            .replaceAll("\"Created\": \"[^\"]*\"", "\"Created\": \"\""),
        made.err());
  }

  @Test
  void inputReachesTheProcess() {
    byte[] input = "a\nb\n".getBytes(StandardCharsets.US_ASCII);
    List<String> line = List.of("exec", "-i", "up", "sh", "-c", "cat; echo E >&2; exit 42");
    Clients.Outcome expected = clients.docker(input, line);
    assertThat(clients.gantry(input, line)).isEqualTo(expected);
    assertThat(expected).isEqualTo(new Clients.Outcome(42, "a\nb\n", "E\n"));
  }

  @Test
  void inputOfRunReachesTheProcess() {
    byte[] input = "x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    Clients.Outcome outcome =
        clients.gantry(input, List.of("run", "--rm", "-i", "--net", "none", "busybox", "cat"));
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).hasSize(1_000_000);
  }

  @Test
  void copiesThereAndBackAreTheSame(@TempDir Path directory) throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree/below"));
    Files.writeString(tree.resolve("file"), "content");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("file"));
    ok(clients.gantry("cp", directory.resolve("tree").toString(), "up:/tmp/in"));
    ok(clients.gantry("cp", "up:/tmp/in", directory.resolve("back").toString()));
    assertThat(directory.resolve("back/below/file")).hasContent("content");
    assertThat(Files.readSymbolicLink(directory.resolve("back/below/link")))
        .isEqualTo(Path.of("file"));
    ok(clients.gantry("cp", "up:/tmp/in/.", directory.resolve("contents").toString()));
    assertThat(directory.resolve("contents/below/file")).hasContent("content");
    ok(clients.docker("cp", "up:/tmp/in", directory.resolve("docker").toString()));
    assertThat(directory.resolve("docker/below/file")).hasContent("content");
  }

  @Test
  void savedImagesLoadAgain(@TempDir Path directory) {
    String file = directory.resolve("image.tar").toString();
    ok(clients.gantry("save", "-o", file, "busybox"));
    assertThat(clients.gantry("load", "-i", file)).isEqualTo(clients.docker("load", "-i", file));
  }

  @Test
  void buildsSendTheContext(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), "FROM busybox\nCOPY . /context\n");
    Files.writeString(directory.resolve("kept"), "");
    Files.writeString(directory.resolve("dropped"), "");
    Files.writeString(directory.resolve(".dockerignore"), "dropped\n");
    Clients.Outcome outcome = clients.gantry("build", "-t", "built", directory.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("Step 2/2 : COPY . /context", "Successfully tagged built");
    assertThat(clients.gantry("run", "--rm", "--net", "none", "built", "ls", "/context").status())
        .isEqualTo(127);
    assertThat(
            clients
                .gantry("run", "--rm", "--net", "none", "built", "sh", "-c", "echo /context/*")
                .out())
        .isEqualTo("/context/Dockerfile /context/kept\n");
    // dockerd lists images made in the same second in any order, so the other cases see one only.
    assertThat(clients.gantry("rmi", "-f", "built").status()).isZero();
  }
}
