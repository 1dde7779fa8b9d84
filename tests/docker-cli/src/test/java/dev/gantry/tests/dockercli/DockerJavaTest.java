package dev.gantry.tests.dockercli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client that Testcontainers and most Java programs use. It does not pass on the end of input,
/// so programs here end by themselves.
class DockerJavaTest extends ApiTest {
  @TempDir Path folder;
  private DockerClient docker;

  @BeforeEach
  void open() {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(engine.endpoint())
            .withDockerTlsVerify(false)
            .build();
    var http = new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build();
    docker = DockerClientImpl.getInstance(config, http);
  }

  @AfterEach
  void close() throws IOException {
    docker.close();
  }

  private String run(String name, HostConfig host, String... command) {
    var id =
        docker
            .createContainerCmd("busybox")
            .withName(name)
            .withHostConfig(host)
            .withCmd(command)
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
    return id;
  }

  @Test
  void pingVersionAndInfo() {
    docker.pingCmd().exec();
    assertThat(docker.versionCmd().exec().getApiVersion()).isEqualTo(engine.apiVersion());
    assertThat(docker.infoCmd().exec().getImages()).isEqualTo(1);
    assertThat(docker.infoCmd().exec().getServerVersion()).isNotEmpty();
  }

  @Test
  void aContainersWholeLife() throws InterruptedException {
    var id = run("life", HostConfig.newHostConfig(), "sh", "-c", "echo out; echo err >&2; exit 9");
    assertThat(
            docker.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode())
        .isEqualTo(9);
    var inspect = docker.inspectContainerCmd("life").exec();
    assertThat(inspect.getState().getStatus()).isEqualTo("exited");
    assertThat(inspect.getState().getExitCodeLong()).isEqualTo(9);
    var lines = new Collected<Frame>();
    docker
        .logContainerCmd(id)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .exec(lines)
        .awaitCompletion();
    assertThat(lines.items)
        .extracting(Frame::toString)
        .containsExactlyInAnyOrder("STDOUT: out", "STDERR: err");
    assertThat(docker.listContainersCmd().withShowAll(true).exec()).hasSize(1);
    docker.removeContainerCmd(id).exec();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> docker.inspectContainerCmd(id).exec());
  }

  @Test
  void refusalsAreTheirExceptions() {
    run("idle", HostConfig.newHostConfig(), "sleep", "1000");
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> docker.removeContainerCmd("idle").exec());
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> docker.createContainerCmd("busybox").withName("idle").exec());
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> docker.createContainerCmd("missing:1").exec());
  }

  @Test
  void execTakesInput() throws InterruptedException {
    var id = run("idle", HostConfig.newHostConfig(), "sleep", "1000");
    var exec =
        docker
            .execCreateCmd(id)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withCmd("head", "-n", "1")
            .exec()
            .getId();
    var output = new Collected<Frame>();
    docker
        .execStartCmd(exec)
        .withStdIn(new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8)))
        .exec(output)
        .awaitCompletion();
    assertThat(output.items).extracting(Frame::toString).containsExactly("STDOUT: typed");
    assertThat(docker.inspectExecCmd(exec).exec().getExitCodeLong()).isZero();
  }

  @Test
  void attachSeesWhatFollows() throws InterruptedException {
    var id =
        docker
            .createContainerCmd("busybox")
            .withName("talks")
            .withStdinOpen(true)
            .withStdInOnce(true)
            .withAttachStdin(true)
            .withCmd("head", "-n", "1")
            .exec()
            .getId();
    var output = new Collected<Frame>();
    docker
        .attachContainerCmd(id)
        .withStdOut(true)
        .withFollowStream(true)
        .withStdIn(new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8)))
        .exec(output)
        .awaitStarted(10, TimeUnit.SECONDS);
    docker.startContainerCmd(id).exec();
    assertThat(output.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
    assertThat(output.items).extracting(Frame::toString).containsExactly("STDOUT: hello");
  }

  @Test
  void publishedPortsAreTold() {
    var port = ExposedPort.tcp(80);
    var host = HostConfig.newHostConfig().withPortBindings(PortBinding.parse("127.0.0.1::80"));
    var id =
        docker
            .createContainerCmd("busybox")
            .withExposedPorts(port)
            .withHostConfig(host)
            .withCmd("sleep", "1000")
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
    var bindings =
        docker
            .inspectContainerCmd(id)
            .exec()
            .getNetworkSettings()
            .getPorts()
            .getBindings()
            .get(port);
    assertThat(bindings)
        .singleElement()
        .extracting(Ports.Binding::getHostPortSpec)
        .satisfies(spec -> assertThat(Integer.parseInt(spec)).isGreaterThan(1024));
  }

  @Test
  void eventsArrive() throws InterruptedException {
    var created = new CountDownLatch(1);
    var events =
        new ResultCallback.Adapter<Event>() {
          @Override
          public void onNext(Event event) {
            if ("create".equals(event.getAction())) {
              created.countDown();
            }
          }
        };
    docker.eventsCmd().exec(events).awaitStarted(10, TimeUnit.SECONDS);
    docker.createContainerCmd("busybox").withName("seen").exec();
    assertThat(created.await(10, TimeUnit.SECONDS)).isTrue();
    try {
      events.close();
    } catch (IOException alreadyClosed) {
      assertThat(alreadyClosed).isNotNull();
    }
  }

  @Test
  void imagesAreTaggedListedSavedRemovedAndLoaded() throws IOException {
    docker.tagImageCmd("busybox", "mine", "1").exec();
    docker.tagImageCmd("busybox", "mine", "2").exec();
    assertThat(docker.inspectImageCmd("mine:1").exec().getRepoTags())
        .containsExactlyInAnyOrder("busybox:latest", "mine:1", "mine:2");
    assertThat(docker.listImagesCmd().withReferenceFilter("mine").exec()).hasSize(1);
    docker.removeImageCmd("mine:1").exec();
    var archive = folder.resolve("mine.tar");
    try (var saved = docker.saveImageCmd("mine:2").exec()) {
      Files.copy(saved, archive);
    }
    docker.removeImageCmd("mine:2").exec();
    try (var in = Files.newInputStream(archive)) {
      docker.loadImageCmd(in).exec();
    }
    assertThat(docker.inspectImageCmd("mine:2").exec().getOs()).isEqualTo("linux");
    docker.removeImageCmd("mine:2").exec();
  }

  /// Keeps all that a stream delivered.
  private static final class Collected<T> extends ResultCallback.Adapter<T> {
    private final List<T> items = new CopyOnWriteArrayList<>();

    @Override
    public void onNext(T item) {
      items.add(item);
    }
  }
}
