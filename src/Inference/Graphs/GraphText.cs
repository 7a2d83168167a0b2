using System.Globalization;
using System.Text;

namespace Fovea.Inference.Graphs;

/// <summary>A stable text of a graph, one line per value and node; for tests, logs and people.</summary>
internal static class GraphText
{
    public static string Write(Graph graph)
    {
        var text = new StringBuilder();
        foreach (Value input in graph.Inputs)
            text.Append("input ").Append(input).Append(' ').Append(Describe(input)).Append('\n');
        foreach (Node node in graph.Nodes)
        {
            text.AppendJoin(", ", node.Outputs.Select(o => $"{o} {Describe(o)}")).Append(" = ").Append(node.Operator.Name).Append('(');
            text.AppendJoin(", ", node.Inputs.Select(i => i switch
            {
                null => "-",
                { Constant: not null } => $"{i} {Describe(i)}",
                _ => i.ToString(),
            })).Append(')');
            foreach ((string name, object value) in node.Attributes.Values.OrderBy(a => a.Key, StringComparer.Ordinal))
                text.Append(' ').Append(name).Append('=').Append(Format(value));
            if (node.ResidualInput >= 0)
                text.Append(" + ").Append(node.Inputs[node.ResidualInput]);
            if (node.Activation is not null)
                text.Append(" -> ").Append(node.Activation);
            text.Append('\n');
        }

        foreach ((string name, Value value) in graph.Outputs)
            text.Append("output ").Append(name).Append(" = ").Append(value).Append('\n');
        return text.ToString();
    }

    private static string Describe(Value value) => $"{value.Type?.ToString() ?? "?"}{value.Shape}";

    private static string Format(object value) => value switch
    {
        long[] list => $"[{string.Join(',', list)}]",
        float[] list => $"[{string.Join(',', list.Select(f => f.ToString(CultureInfo.InvariantCulture)))}]",
        string[] list => $"[{string.Join(',', list)}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
