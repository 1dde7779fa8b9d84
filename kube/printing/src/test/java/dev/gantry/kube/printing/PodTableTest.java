package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Rows.cells;
import static dev.gantry.kube.printing.Rows.document;
import static dev.gantry.kube.printing.Rows.json;
import static dev.gantry.kube.printing.Rows.names;
import static dev.gantry.kube.printing.Rows.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.KubeObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTableTest {
  private static final String TWO =
      "'containers':[{'name':'a'},{'name':'b'}],'initContainers':[{'name':'i'},{'name':'j'}]";

  private static KubeObject pod(String metadata, String spec, String status) {
    return object(
        "v1",
        "Pod",
        "'metadata':{" + metadata + "},'spec':{" + spec + "},'status':{" + status + "}");
  }

  private static String status(KubeObject pod) {
    return cells(pod).get(2);
  }

  @Test
  void aRunningPodShowsEverything() {
    KubeObject pod =
        pod(
            "",
            "'nodeName':'n1','containers':[{'name':'a'},{'name':'b'}],"
                + "'readinessGates':[{'conditionType':'x'},{'conditionType':'y'}]",
            """
            'phase':'Running','podIPs':[{'ip':'10.0.0.5'}],'podIP':'10.0.0.5',
            'conditions':[{'type':'x','status':'True'},{'type':'y','status':'False'}],
            'containerStatuses':[
              {'name':'a','ready':true,'restartCount':2,'state':{'running':{}},
               'lastState':{'terminated':{'finishedAt':'2026-01-01T11:55:00Z'}}},
              {'name':'b','ready':false,'restartCount':1,'state':{'running':{}},
               'lastState':{'terminated':{'finishedAt':'2026-01-01T11:00:00Z'}}}]
            """);
    assertThat(names(pod))
        .containsExactly(
            "Name",
            "Ready",
            "Status",
            "Restarts",
            "Age",
            "IP",
            "Node",
            "Nominated Node",
            "Readiness Gates");
    assertThat(cells(pod))
        .containsExactly(
            "web", "1/2", "Running", "3 (5m ago)", "65m", "10.0.0.5", "n1", "<none>", "1/2");
  }

  @Test
  void aPodWithoutStatusIsAsEmptyAsItIs() {
    assertThat(cells(pod("", "'containers':[{'name':'a'}]", "'phase':'Pending'")))
        .containsExactly(
            "web", "0/1", "Pending", "0", "65m", "<none>", "<none>", "<none>", "<none>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'waiting':{'reason':'CrashLoopBackOff'}}          | CrashLoopBackOff",
        "{'waiting':{'reason':'ImagePullBackOff'}}          | ImagePullBackOff",
        "{'waiting':{}}                                     | Pending",
        "{'terminated':{'reason':'OOMKilled','exitCode':137}} | OOMKilled",
        "{'terminated':{'exitCode':3}}                      | ExitCode:3",
        "{'terminated':{'exitCode':137,'signal':9}}         | Signal:9",
      })
  void theStateOfAContainerSaysMoreThanThePhase(String state, String status) {
    KubeObject pod =
        pod(
            "",
            "'containers':[{'name':'a'}]",
            "'phase':'Pending','containerStatuses':[{'name':'a','state':" + state + "}]");
    assertThat(status(pod)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'waiting':{'reason':'PodInitializing'}}  | Init:0/2",
        "{'running':{}}                            | Init:0/2",
        "{'waiting':{'reason':'ErrImagePull'}}     | Init:ErrImagePull",
        "{'terminated':{'exitCode':2}}             | Init:ExitCode:2",
        "{'terminated':{'exitCode':2,'signal':9}}  | Init:Signal:9",
        "{'terminated':{'exitCode':1,'reason':'Error'}} | Init:Error",
        "{'terminated':{'exitCode':0,'reason':'Completed'}} | Init:1/2",
      })
  void theFirstUnfinishedInitContainerComesFirst(String state, String status) {
    KubeObject pod =
        pod(
            "",
            TWO,
            "'phase':'Pending','initContainerStatuses':[{'name':'i','state':"
                + state
                + "},{'name':'j','state':{'waiting':{'reason':'PodInitializing'}}}],"
                + "'containerStatuses':[{'name':'a','state':{'waiting':{'reason':"
                + "'PodInitializing'}}}]");
    assertThat(status(pod)).isEqualTo(status);
  }

  @Test
  void aStartedSidecarIsAContainerLikeOthers() {
    KubeObject pod =
        pod(
            "",
            "'containers':[{'name':'a'}],'initContainers':[{'name':'s','restartPolicy':'Always'}]",
            """
            'phase':'Running',
            'initContainerStatuses':[{'name':'s','started':true,'ready':true,'restartCount':1,
               'state':{'running':{}}}],
            'containerStatuses':[{'name':'a','ready':true,'state':{'running':{}}}]
            """);
    assertThat(cells(pod)).startsWith("web", "2/2", "Running", "1");
  }

  @Test
  void aPodThatEndedInPartIsNotReadyOrRunning() {
    String statuses =
        "'containerStatuses':[{'name':'a','state':{'terminated':{'reason':'Completed'}}},"
            + "{'name':'b','ready':true,'state':{'running':{}}}]";
    String spec = "'containers':[{'name':'a'},{'name':'b'}]";
    assertThat(status(pod("", spec, "'phase':'Running'," + statuses))).isEqualTo("NotReady");
    assertThat(
            status(
                pod(
                    "",
                    spec,
                    "'phase':'Running','conditions':[{'type':'Ready','status':'True'}],"
                        + statuses)))
        .isEqualTo("Running");
  }

  @Test
  void aDeletedPodTerminatesUnlessItHasEnded() {
    String deleted = "'deletionTimestamp':'2026-01-01T12:00:00Z'";
    assertThat(status(pod(deleted, "", "'phase':'Running'"))).isEqualTo("Terminating");
    assertThat(status(pod(deleted, "", "'phase':'Succeeded'"))).isEqualTo("Succeeded");
    assertThat(status(pod(deleted, "", "'phase':'Running','reason':'NodeLost'")))
        .isEqualTo("Unknown");
  }

  @Test
  void theReasonOfThePodAndItsGatesAreTold() {
    assertThat(status(pod("", "", "'phase':'Failed','reason':'Evicted'"))).isEqualTo("Evicted");
    assertThat(
            status(
                pod(
                    "",
                    "",
                    "'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False',"
                        + "'reason':'SchedulingGated'}]")))
        .isEqualTo("SchedulingGated");
  }

  @Test
  void rowsOfEndedPodsSaySo() {
    assertThat(document(pod("", "", "'phase':'Failed'")).at("/rows/0/conditions"))
        .isEqualTo(
            json(
                "[{'type':'Completed','status':'True','reason':'Failed',"
                    + "'message':'The pod failed.'}]"));
    assertThat(document(pod("", "", "'phase':'Running'")).at("/rows/0").has("conditions"))
        .isFalse();
  }
}
