using Fovea.Bench.Builds;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Bits;

/// <summary>One model, loaded by two builds with the same settings.</summary>
internal sealed class BuildPair(IBuildModel old, IBuildModel @new, ModelReport report)
{
    public IBuildModel Old => old;

    /// <summary>Asks both builds the same question; null if one refuses, which is added to the report.</summary>
    public static (T Old, T New)? Ask<T>(ModelReport report, string what, Func<T> old, Func<T> @new) where T : class
    {
        Outcome<T> before = Outcome.Of(old), after = Outcome.Of(@new);
        if (before.Value is not null && after.Value is not null)
            return (before.Value, after.Value);
        (before.Value as IDisposable)?.Dispose();
        (after.Value as IDisposable)?.Dispose();
        report.AddRefusal(what, before.Refusal, after.Refusal);
        return null;
    }

    public (T Old, T New)? Ask<T>(string what, Func<IBuildModel, T> question) where T : class =>
        Ask(report, what, () => question(old), () => question(@new));

    /// <summary>Compares the texts that both builds return.</summary>
    public void Describe(string what, Func<IBuildModel, IEnumerable<string>> question)
    {
        if (Ask(what, question) is (IEnumerable<string> before, IEnumerable<string> after))
            report.AddTexts(what, before, after);
    }

    /// <summary>Compiles a plan for these outputs, and compares their values for each input.</summary>
    /// <param name="where">The settings, for messages.</param>
    /// <param name="shapes">The input shapes.</param>
    /// <param name="layers">The layers to request; null for the model's outputs.</param>
    /// <param name="inputs">Creates named inputs for a plan.</param>
    public void Run(
        string where, long[][] shapes, string[]? layers, Func<IReadOnlyList<ValueInfo>, IEnumerable<(string Name, byte[][] Bytes)>> inputs)
    {
        if (Ask(where, m => m.Compile(shapes, layers)) is not (IBuildPlan before, IBuildPlan after))
            return;
        string[] promised = Describe(before.Outputs), given = Describe(after.Outputs);
        if (!promised.SequenceEqual(given))
        {
            report.AddShapes(where, promised, given);
            return;
        }

        foreach ((string name, byte[][] bytes) in inputs(before.Inputs))
        {
            string what = $"{where}, {name}";
            var answers = Ask(report, what, () => Run(before, bytes, clear: 0), () => Run(after, bytes, clear: 0xFF));
            if (answers is not (byte[][] expected, byte[][] actual))
                continue;
            for (int i = 0; i < before.Outputs.Count; i++)
            {
                ValueInfo output = before.Outputs[i];
                report.Add(layers is not null, $"{output.Name}, {what}", BitDifference.Of(output, expected[i], actual[i]));
            }
        }
    }

    private static string[] Describe(IReadOnlyList<ValueInfo> values) => [.. values.Select(v => $"{v.Name} {v}")];

    // Elements that a run does not write differ between the builds, because each build's outputs are filled with another byte.
    private static byte[][] Run(IBuildPlan plan, byte[][] inputs, byte clear)
    {
        byte[][] outputs = [.. plan.Outputs.Select(o => new byte[o.Bytes])];
        foreach (byte[] output in outputs)
            Array.Fill(output, clear);
        plan.Bind(inputs, outputs)();
        return outputs;
    }
}
