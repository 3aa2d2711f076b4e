import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on loopback, without security. Arguments: port, empty folder, and a process to end with. */
public final class Node {
    public static void main(String[] arguments) throws Exception {
        String port = arguments[0], folder = arguments[1];
        OpenSearchRunner runner = new OpenSearchRunner();
        if (arguments.length > 2) {
            // Whoever asked for it may be killed: a node nobody needs must not stay behind.
            ProcessHandle.of(Long.parseLong(arguments[2])).ifPresentOrElse(
                needed -> needed.onExit().thenRun(() -> Runtime.getRuntime().halt(0)),
                () -> Runtime.getRuntime().halt(0));
        }
        runner.onBuild((number, settings) -> {
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", port);
            settings.put("discovery.type", "single-node");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        }).build(newConfigs().basePath(folder).clusterName("store-tests").numOfNode(1).disableESLogger());
        System.out.println("ready on port " + port);
        Thread.currentThread().join();
    }
}
