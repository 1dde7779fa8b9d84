package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// `inspect`: every setting comes back, and Go templates pick what a script wants.
class InspectTest extends CliTest {
  /// A template, and what it prints for the container of [#settingsComeBack].
  private static final String SETTINGS =
      """
      {{.Name}}                                  => /full
      {{.Config.Hostname}}                       => box
      {{.Config.Domainname}}                     => example.org
      {{.Config.User}}                           => nobody
      {{.Config.WorkingDir}}                     => /tmp
      {{.Config.Image}}                          => busybox
      {{json .Config.Cmd}}                       => ["-c","sleep 1000"]
      {{json .Config.Entrypoint}}                => ["sh"]
      {{index .Config.Env 0}}                    => A=1
      {{.Config.Labels.tier}}                    => front
      {{json .Config.ExposedPorts}}              => {"80/tcp":{},"90/udp":{}}
      {{.Config.StopSignal}}                     => USR1
      {{.Config.StopTimeout}}                    => 7
      {{.Config.Tty}} {{.Config.OpenStdin}}      => false true
      {{.Config.AttachStdout}}                   => false
      {{.HostConfig.Memory}}                     => 67108864
      {{.HostConfig.MemorySwap}}                 => 134217728
      {{.HostConfig.MemoryReservation}}          => 33554432
      {{.HostConfig.CpuShares}}                  => 512
      {{.HostConfig.NanoCpus}}                   => 1500000000
      {{.HostConfig.CpusetCpus}}                 => 0
      {{.HostConfig.PidsLimit}}                  => 50
      {{.HostConfig.RestartPolicy.Name}}         => on-failure
      {{.HostConfig.RestartPolicy.MaximumRetryCount}} => 3
      {{.HostConfig.ReadonlyRootfs}}             => true
      {{.HostConfig.AutoRemove}}                 => false
      {{.HostConfig.Privileged}}                 => false
      {{.HostConfig.CapDrop}}                    => [CAP_MKNOD]
      {{.HostConfig.ExtraHosts}}                 => [db:10.0.0.9]
      {{.HostConfig.ShmSize}}                    => 1048576
      {{.HostConfig.Tmpfs}}                      => map[/run:size=1m]
      {{.HostConfig.Binds}}                      => [/tmp:/host:ro]
      {{.HostConfig.NetworkMode}}                => $NETWORK
      {{.HostConfig.LogConfig.Type}}             => json-file
      {{(index .HostConfig.PortBindings "80/tcp" 0).HostPort}} => 8080
      {{(index .NetworkSettings.Ports "80/tcp" 0).HostIp}}     => 127.0.0.1
      {{range .HostConfig.Ulimits}}{{.Name}}={{.Soft}}:{{.Hard}}{{end}} => nofile=100:200
      {{range .Mounts}}{{.Type}} {{.Source}} {{.Destination}} {{.RW}}{{end}} => bind /tmp /host false
      {{.State.Status}} {{.State.Running}} {{.State.Paused}} {{.State.Restarting}} => running true false false
      {{.State.OOMKilled}} {{.State.Dead}} {{.State.ExitCode}} {{.State.Error}} => false false 0
      {{.State.FinishedAt}}                      => 0001-01-01T00:00:00Z
      {{.RestartCount}} {{.Platform}} {{.Driver}} => 0 linux overlay2
      {{len .Args}} {{.Path}}                    => 2 sh
      """;

  @Test
  void settingsComeBack() {
    cli.run(
        "run",
        "-d",
        "-i",
        "--name",
        "full",
        "--hostname",
        "box",
        "--domainname",
        "example.org",
        "-u",
        "nobody",
        "-w",
        "/tmp",
        "--entrypoint",
        "sh",
        "-e",
        "A=1",
        "-l",
        "tier=front",
        "--expose",
        "90/udp",
        "-p",
        "127.0.0.1:8080:80",
        "--stop-signal",
        "USR1",
        "--stop-timeout",
        "7",
        "-m",
        "64m",
        "--memory-reservation",
        "32m",
        "-c",
        "512",
        "--cpus",
        "1.5",
        "--cpuset-cpus",
        "0",
        "--pids-limit",
        "50",
        "--restart",
        "on-failure:3",
        "--read-only",
        "--cap-drop",
        "MKNOD",
        "--add-host",
        "db:10.0.0.9",
        "--shm-size",
        "1m",
        "--tmpfs",
        "/run:size=1m",
        "-v",
        "/tmp:/host:ro",
        "--ulimit",
        "nofile=100:200",
        "busybox",
        "-c",
        "sleep 1000");
    SoftAssertions.assertSoftly(
        softly ->
            Table.of(SETTINGS)
                .forEach(
                    row ->
                        softly
                            .assertThat(inspect("full", row.get(0)))
                            .as(row.get(0))
                            .isEqualTo(row.get(1).replace("$NETWORK", network()))));
  }

  private String network() {
    return engine.spelling("bridge", "default");
  }

  /// A template, and what it prints for a container called `plain`.
  private static final String TEMPLATES =
      """
      {{if .State.Running}}up{{else}}down{{end}}                     => up
      {{if and .State.Running (not .State.Paused)}}runs{{end}}       => runs
      {{if or .State.Paused .State.Dead}}x{{else}}y{{end}}           => y
      {{if eq .State.Status "running"}}equal{{end}}                  => equal
      {{if ne .RestartCount 0}}x{{else}}zero{{end}}                  => zero
      {{if gt (len .Config.Cmd) 1}}many{{end}}                       => many
      {{range $i, $e := .Config.Cmd}}{{if $i}},{{end}}{{$e}}{{end}}  => sleep,1000
      {{range .Mounts}}x{{else}}none{{end}}                          => none
      {{with .Config.Labels}}{{index . "a.b"}}{{end}}                => c
      {{with .Config.Domainname}}x{{else}}empty{{end}}                  => empty
      {{index .Config.Labels "a.b"}}                                 => c
      {{index .Config.Cmd 1}}                                        => 1000
      {{json .Config.Cmd}}                                           => ["sleep","1000"]
      {{join .Config.Cmd " "}}                                       => sleep 1000
      {{upper .Name}} {{lower "ABC"}} {{title "abc"}}                => /PLAIN abc Abc
      {{truncate .Id 3}}                                             => $ID3
      {{index (split .Name "/") 1}}                                  => plain
      {{printf "%s-%d" .Name .RestartCount}}                         => /plain-0
      {{printf "%.3s" .Id}}                                          => $ID3
      {{.State.Running | printf "%v"}}                               => true
      {{println .Name}}                                              => /plain
      {{len .Config.Cmd}}                                            => 2
      {{$x := .Name}}{{$x}}                                          => /plain
      {{slice .Id 0 3}}                                              => $ID3
      {{/* said nothing */}}done                                     => done
      """;

  @Test
  void templatesAreGos() {
    var id = runInBackground("--name", "plain", "-l", "a.b=c", "busybox", "sleep", "1000");
    SoftAssertions.assertSoftly(
        softly ->
            Table.of(TEMPLATES)
                .forEach(
                    row ->
                        softly
                            .assertThat(inspect("plain", row.get(0)))
                            .as(row.get(0))
                            .isEqualTo(row.get(1).replace("$ID3", id.substring(0, 3)))));
  }

  @Test
  void badTemplatesAreRefused() {
    cli.run("create", "--name", "plain", "busybox", "true");
    var syntax = cli.attempt("inspect", "-f", "{{.Name", "plain");
    assertThat(syntax.exitCode()).isIn(1, 64);
    assertThat(syntax.stderr()).containsIgnoringCase("template parsing error");
    var field = cli.attempt("inspect", "-f", "{{.No.Such}}", "plain");
    assertThat(field.exitCode()).isEqualTo(1);
    assertThat(field.stderr()).containsIgnoringCase("template parsing error");
  }

  @Test
  void withoutATemplateAListComesOut() {
    cli.run("create", "--name", "one", "busybox", "true");
    cli.run("create", "--name", "two", "busybox", "true");
    var list = cli.run("inspect", "one", "two").stdout();
    assertThat(list).startsWith("[\n    {\n        \"Id\":").contains("\"/one\"", "\"/two\"");
    var partly = cli.attempt("inspect", "missing", "one");
    assertThat(partly.exitCode()).isEqualTo(1);
    assertThat(partly.stdout()).contains("\"/one\"");
    assertThat(partly.stderr()).contains("No such object: missing");
    assertThat(cli.attempt("inspect", "missing").stdout()).isEqualTo("[]\n");
  }

  @Test
  void typesTellNamesApart() {
    cli.run("create", "--name", "busybox", "busybox", "true");
    assertThat(cli.run("inspect", "-f", "{{.Name}}", "busybox").text()).isEqualTo("/busybox");
    assertThat(cli.run("inspect", "--type", "image", "-f", "{{.Os}}", "busybox").text())
        .isEqualTo("linux");
    assertThat(cli.attempt("inspect", "--type", "network", "busybox").exitCode()).isEqualTo(1);
    assertThat(cli.run("inspect", "--type", "network", "-f", "{{.Driver}}", "bridge").text())
        .isEqualTo("bridge");
  }

  @Test
  void sizesAreMeasuredOnRequest() {
    cli.run("run", "--name", "writer", "busybox", "sh", "-c", "head -c 5000 /dev/zero >/file");
    assertThat(cli.run("inspect", "-s", "-f", "{{.SizeRw}}", "writer").text()).isEqualTo("5000");
  }
}
