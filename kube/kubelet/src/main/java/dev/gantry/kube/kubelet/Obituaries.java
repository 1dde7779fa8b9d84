package dev.gantry.kube.kubelet;

import dev.gantry.engine.core.ContainerRecord;
import dev.gantry.engine.core.ContainerState;
import dev.gantry.engine.core.Engine;
import dev.gantry.engine.runtime.LogQuery;
import dev.gantry.platform.errors.GantryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Tells how a container ended: its exit code in words, and the message it left in a file or,
/// when the pod wants that, at the end of its log.
final class Obituaries implements ContainerSlot.Obituary {
  private static final int LONGEST_MESSAGE = 4096;
  private static final int LOG_BYTES = 2048;
  private static final int LOG_LINES = 80;
  private static final int START_ERROR = 128;

  private final Engine engine;
  private final PodFiles files;

  Obituaries(Engine engine, PodFiles files) {
    this.engine = engine;
    this.files = files;
  }

  @Override
  public Termination of(ContainerDef def, Attempt attempt, ContainerRecord record) {
    if (record.state() instanceof ContainerState.Created(var failure)) {
      return new Termination(
          attempt.containerId(),
          START_ERROR,
          "StartError",
          failure.map(ContainerState.StartFailure::message).orElse(""),
          Instant.EPOCH,
          record.created());
    }
    var ended =
        record
            .state()
            .ended()
            .orElseGet(
                () -> new ContainerState.Ended(record.created(), record.created(), 0, false, ""));
    String reason = ended.oomKilled() ? "OOMKilled" : ended.exitCode() == 0 ? "Completed" : "Error";
    return new Termination(
        attempt.containerId(),
        ended.exitCode(),
        reason,
        message(def, attempt, record, ended.exitCode()),
        ended.startedAt(),
        ended.finishedAt());
  }

  private String message(ContainerDef def, Attempt attempt, ContainerRecord record, int exitCode) {
    String uid = record.spec().labels().getOrDefault(ContainerLabels.POD_UID, "");
    String left = read(files.terminationMessage(uid, def.name(), attempt.number()));
    boolean fallBack = def.text("terminationMessagePolicy").equals("FallbackToLogsOnError");
    return left.isEmpty() && fallBack && exitCode != 0 ? logEnd(attempt.id()) : left;
  }

  private static String read(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(LONGEST_MESSAGE), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private String logEnd(String id) {
    var query =
        new LogQuery(
            true, true, OptionalLong.of(LOG_LINES), Optional.empty(), Optional.empty(), false);
    try (var log = engine.readLogs().run(id, query).entries()) {
      var text = new ByteArrayOutputStream();
      for (var entry = log.next(); entry.isPresent(); entry = log.next()) {
        text.writeBytes(entry.get().bytes());
      }
      byte[] all = text.toByteArray();
      int from = Math.max(0, all.length - LOG_BYTES);
      return new String(Arrays.copyOfRange(all, from, all.length), StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } catch (GantryException e) {
      return "";
    }
  }
}
