namespace Fovea.Inference.Graphs;

/// <summary>The invariants of a graph, which hold after every pass.</summary>
internal static class GraphChecker
{
    /// <summary>The violated invariants, one sentence each; empty if there are none.</summary>
    public static IReadOnlyList<string> Check(Graph graph)
    {
        var problems = new List<string>();
        HashSet<Value> written = [.. graph.Inputs];
        HashSet<Node> nodes = [.. graph.Nodes];
        if (nodes.Count != graph.Nodes.Count)
            problems.Add("A node is in the graph twice.");
        foreach (Node node in graph.Nodes)
        {
            CheckInputs(graph, node, written, problems);
            foreach (Value output in node.Outputs)
            {
                if (output.Producer != node)
                    problems.Add($"{node.Label} writes {output}, whose producer is {output.Producer?.Label ?? "not set"}.");
                if (!written.Add(output))
                    problems.Add($"{node.Label} writes {output}, which is written already.");
                if (!graph.Values.TryGetValue(output.Name, out Value? named) || named != output)
                    problems.Add($"{node.Label} writes {output}, which is not the graph's value of that name.");
            }
        }

        foreach (Value value in graph.Values.Values)
            CheckConsumers(value, nodes, problems);
        foreach ((string name, Value value) in graph.Outputs)
        {
            if (!written.Contains(value) && value.Constant is null)
                problems.Add($"The output '{name}' is {value}, which no node writes.");
        }

        return problems;
    }

    private static void CheckInputs(Graph graph, Node node, HashSet<Value> written, List<string> problems)
    {
        foreach (Value? input in node.Inputs)
        {
            if (input is null)
                continue;
            if (!written.Contains(input) && input.Constant is null)
                problems.Add($"{node.Label} reads {input}, which no earlier node writes.");
            if (input.Consumers.Count(c => c == node) != node.Inputs.Count(i => i == input))
                problems.Add($"{node.Label} reads {input}, which does not list it as often among its consumers.");
            if (!graph.Values.TryGetValue(input.Name, out Value? named) || named != input)
                problems.Add($"{node.Label} reads {input}, which is not the graph's value of that name.");
        }

        if (node.ResidualInput >= 0 && (node.Input(node.ResidualInput) is null || !node.Operator.TakesResidual(node)))
            problems.Add($"{node.Label} has input {node.ResidualInput} as residual, which it does not take.");
    }

    private static void CheckConsumers(Value value, HashSet<Node> nodes, List<string> problems)
    {
        foreach (Node consumer in value.Consumers)
        {
            if (!nodes.Contains(consumer) || !consumer.Inputs.Contains(value))
                problems.Add($"{value} lists {consumer.Label} among its consumers, which does not read it.");
        }

        if (value.Producer is { } producer && (!nodes.Contains(producer) || !producer.Outputs.Contains(value)))
            problems.Add($"{value} lists {producer.Label} as its producer, which does not write it.");
    }
}
