package dev.gantry.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PlatformWorkTest {
  private interface Body {
    void run() throws Exception;
  }

  /// Runs on a virtual thread and gives back what it let out.
  private static AtomicReference<Throwable> onVirtualThread(Body body) throws InterruptedException {
    var failure = new AtomicReference<Throwable>(new AssertionError("no failure"));
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                failure.set(e);
              }
            })
        .join();
    return failure;
  }

  @Test
  void virtualThreadsHaveItDoneElsewhere() throws Exception {
    var called = new AtomicReference<>(Thread.currentThread());
    var ran = new AtomicReference<>(Thread.currentThread());

    onVirtualThread(
        () -> {
          called.set(PlatformWork.call("called", Thread::currentThread));
          PlatformWork.run("ran", () -> ran.set(Thread.currentThread()));
        });

    assertThat(called).hasValueMatching(t -> !t.isVirtual() && t.getName().equals("called"));
    assertThat(ran).hasValueMatching(t -> !t.isVirtual() && t.getName().equals("ran"));
  }

  @Test
  void platformThreadsDoItThemselves() {
    assertThat(PlatformWork.<Thread, RuntimeException>call("work", Thread::currentThread))
        .isSameAs(Thread.currentThread());
  }

  @Test
  void failuresComeBack() throws Exception {
    for (var failure : new Exception[] {new IOException("io"), new IllegalStateException("ise")}) {
      PlatformWork.Work<String, Exception> work =
          () -> {
            throw failure;
          };

      assertThat(onVirtualThread(() -> PlatformWork.call("work", work))).hasValue(failure);
      assertThat(onVirtualThread(() -> PlatformWork.run("work", work::run))).hasValue(failure);
      assertThatThrownBy(() -> PlatformWork.call("work", work)).isSameAs(failure);
    }
  }

  @Test
  void anInterruptReachesWorkThatCanBeInterrupted() throws Exception {
    var started = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var seen = new AtomicReference<Throwable>(new AssertionError("no failure"));
    var caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    PlatformWork.<RuntimeException>run(
                        "work",
                        () -> {
                          started.countDown();
                          try {
                            new CountDownLatch(1).await();
                          } finally {
                            ended.countDown();
                          }
                        });
                  } catch (InterruptedException e) {
                    assertThat(ended.getCount()).isZero();
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    seen.set(e);
                  }
                });
    started.await();

    caller.interrupt();
    caller.join();

    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void anInterruptIsKeptWhileOtherWorkEnds() throws Exception {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var outcome = new AtomicReference<>("");
    var caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  boolean undisturbed =
                      PlatformWork.<Boolean, IllegalStateException>call(
                          "work",
                          () -> {
                            started.countDown();
                            try {
                              goOn.await();
                              return true;
                            } catch (InterruptedException e) {
                              return false;
                            }
                          });
                  outcome.set(undisturbed + " " + Thread.currentThread().isInterrupted());
                });
    started.await();

    caller.interrupt();
    goOn.countDown();
    caller.join();

    assertThat(outcome).hasValue("true true");
  }
}
