package dev.gantry.tests.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.tests.harness.SharedCluster;
import dev.gantry.tests.harness.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Objects without behaviour: made, shown, changed and deleted in every way kubectl has.
@ExtendWith(SharedCluster.class)
class ObjectsTest {

  @Test
  void createsFromLiterals(Workspace kube) {
    assertThat(kube.run("create", "configmap", "c", "--from-literal=a=1").text())
        .isEqualTo("configmap/c created");
    kube.run("create", "secret", "generic", "s", "--from-literal=password=p");
    kube.run("create", "serviceaccount", "robot");
    kube.run("create", "role", "reader", "--verb=get,list", "--resource=pods");
    kube.run("create", "rolebinding", "robot", "--role=reader", "--serviceaccount=x:robot");
    kube.run("create", "quota", "q", "--hard=pods=10");
    kube.run("create", "ingress", "i", "--rule=example.com/=svc:80");
    kube.run("create", "service", "clusterip", "svc", "--tcp=80");
    kube.run("create", "job", "j", "--image=busybox", "--", "true");
    kube.run("create", "cronjob", "cj", "--image=busybox", "--schedule=0 0 1 1 *", "--", "true");
    kube.run("create", "poddisruptionbudget", "pdb", "--selector=app=x", "--min-available=1");

    assertThat(kube.run("get", "secret", "s", "-o", "jsonpath={.data.password}").text())
        .isEqualTo("cA==");
    assertThat(kube.run("get", "configmap", "c").lines().getLast()).matches("c +1 +\\d+s");
    var twice = kube.attempt("create", "configmap", "c");
    assertThat(twice.exitCode()).isEqualTo(1);
    assertThat(twice.stderr().strip())
        .isEqualTo("error: failed to create configmap: configmaps \"c\" already exists");
  }

  @Test
  void showsWhatIsNotThere(Workspace kube) {
    var absent = kube.attempt("get", "pod", "nobody");
    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.stderr().strip())
        .isEqualTo("Error from server (NotFound): pods \"nobody\" not found");
    assertThat(kube.run("get", "pods").stderr().strip())
        .isEqualTo("No resources found in " + kube.namespace() + " namespace.");
    assertThat(kube.attempt("get", "gadgets").stderr().strip())
        .isEqualTo("error: the server doesn't have a resource type \"gadgets\"");
  }

  @Test
  void labelsAnnotatesAndSelects(Workspace kube) {
    for (String name : new String[] {"a", "b", "c"}) {
      kube.run("create", "configmap", name);
    }
    assertThat(kube.run("label", "configmap", "a", "b", "tier=web").lines())
        .containsExactly("configmap/a labeled", "configmap/b labeled");
    kube.run("label", "configmap", "b", "env=prod");
    kube.run("annotate", "configmap", "c", "note=hello world");

    assertThat(kube.run("get", "cm", "-l", "tier=web,env!=prod", "-o", "name").text())
        .isEqualTo("configmap/a");
    assertThat(kube.run("get", "cm", "-l", "env in (prod, test)", "-o", "name").text())
        .isEqualTo("configmap/b");
    assertThat(kube.run("get", "cm", "--field-selector", "metadata.name=c", "-o", "name").text())
        .isEqualTo("configmap/c");
    assertThat(kube.attempt("label", "configmap", "a", "tier=db").stderr())
        .contains("'tier' already has a value (web), and --overwrite is false");
    kube.run("label", "configmap", "a", "tier-");
    assertThat(kube.run("get", "cm", "-l", "tier", "-o", "name").text()).isEqualTo("configmap/b");
    assertThat(kube.attempt("get", "cm", "--field-selector", "data.x=1").stderr())
        .contains("field label not supported: data.x");
  }

  @Test
  void patchesInEveryLanguage(Workspace kube) {
    kube.run("create", "deployment", "d", "--image=busybox", "--replicas=0");
    kube.run(
        "patch",
        "deployment",
        "d",
        "-p",
        "{\"spec\":{\"template\":{\"spec\":"
            + "{\"containers\":[{\"name\":\"sidecar\",\"image\":\"busybox:2\"}]}}}}");
    assertThat(
            kube.run(
                    "get",
                    "deployment",
                    "d",
                    "-o",
                    "jsonpath={.spec.template.spec.containers[*].name}")
                .text())
        .isEqualTo("sidecar busybox");
    kube.run("patch", "deployment", "d", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}");
    kube.run(
        "patch",
        "deployment",
        "d",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":0},"
            + "{\"op\":\"remove\",\"path\":\"/spec/paused\"}]");
    assertThat(kube.get("deployment", "d").at("/spec/paused").isMissingNode()).isTrue();
    var test = "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":7}]";
    assertThat(kube.attempt("patch", "deployment", "d", "--type=json", "-p", test).exitCode())
        .isEqualTo(1);
  }

  @Test
  void appliesOnTheServerAndFindsConflicts(Workspace kube) {
    String manifest =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: c}
        data: {a: "1", b: "1"}
        """;
    assertThat(kube.apply(manifest, "--server-side").text())
        .isEqualTo("configmap/c serverside-applied");
    String other = manifest.replace("a: \"1\", ", "").replace("b: \"1\"", "b: \"2\"");
    var conflict =
        kube.attemptWithInput(other, "apply", "--server-side", "--field-manager=other", "-f", "-");
    assertThat(conflict.exitCode()).isEqualTo(1);
    assertThat(conflict.stderr())
        .contains("Apply failed with 1 conflict: conflict with \"kubectl\": .data.b");
    kube.apply(other, "--server-side", "--field-manager=other", "--force-conflicts");
    assertThat(kube.get("configmap", "c").at("/data").toString())
        .isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    kube.apply(manifest.replace("a: \"1\", b: \"1\"", ""), "--server-side");
    assertThat(kube.get("configmap", "c").at("/data").toString()).isEqualTo("{\"b\":\"2\"}");
  }

  @Test
  void refusesWhatIsWrongInUpstreamsWords(Workspace kube) {
    var unknown =
        kube.attemptWithInput(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndatta: {}\n",
            "create",
            "-f",
            "-");
    assertThat(unknown.stderr()).contains("strict decoding error: unknown field \"datta\"");
    var invalid =
        kube.attemptWithInput(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d}
            spec:
              replicas: -1
              selector: {matchLabels: {app: a}}
              template:
                metadata: {labels: {app: b}}
                spec: {containers: [{name: c, image: busybox}]}
            """,
            "create",
            "-f",
            "-");
    assertThat(invalid.stderr())
        .contains("The Deployment \"d\" is invalid:")
        .contains("spec.replicas: Invalid value: -1: must be greater than or equal to 0")
        .contains("`selector` does not match template `labels`");
  }

  @Test
  void showsDifferencesBeforeApplying(Workspace kube) {
    String manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: \"1\"}\n";
    kube.apply(manifest);
    var same = kube.attemptWithInput(manifest, "diff", "-f", "-");
    assertThat(same.exitCode()).isZero();
    var other = kube.attemptWithInput(manifest.replace("\"1\"", "\"2\""), "diff", "-f", "-");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.stdout()).contains("-  a: \"1\"").contains("+  a: \"2\"");
    assertThat(kube.get("configmap", "c").at("/data/a").asString()).isEqualTo("1");
  }

  @Test
  void tellsAboutItself(Workspace kube) {
    assertThat(kube.run("api-resources").stdout())
        .contains("deployments")
        .contains("deploy")
        .contains("configmaps");
    assertThat(kube.run("api-versions").lines()).contains("v1", "apps/v1", "batch/v1");
    assertThat(kube.run("version").stdout()).contains("Server Version: v1.34");
    assertThat(kube.run("explain", "deployment.spec.strategy", "--recursive").stdout())
        .contains("rollingUpdate")
        .contains("maxSurge");
    assertThat(kube.run("auth", "can-i", "delete", "nodes").text()).endsWith("yes");
    assertThat(kube.run("auth", "whoami", "-o", "jsonpath={.status.userInfo.groups}").text())
        .contains("system:masters");
    assertThat(kube.attempt("auth", "can-i", "get", "pods", "--as=somebody").text()).endsWith("no");
    assertThat(kube.attempt("get", "pods", "--as=somebody").stderr())
        .contains(
            "pods is forbidden: User \"somebody\" cannot list resource \"pods\" in API group \"\""
                + " in the namespace \""
                + kube.namespace()
                + "\"");
    assertThat(kube.run("get", "--raw", "/readyz?verbose").stdout())
        .contains("readyz check passed");
  }
}
