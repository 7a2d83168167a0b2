using Fovea.Inference.Graphs;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>Summarises an ONNX file without building its graph, so that a file that is refused can be described too.</summary>
internal static class FileSummary
{
    // An answer lists them; a network has some dozens.
    private const int MostOperators = 1000;

    /// <param name="source">The file.</param>
    /// <param name="find">Finds an operator by name; returns null if there is none.</param>
    /// <param name="budget">What is read is taken from it first.</param>
    /// <exception cref="InvalidModelException">The file is no ONNX model.</exception>
    public static ModelFileSummary Read(ByteSource source, Func<string, Operator?> find, LoadBudget budget)
    {
        ModelProto model = ModelReader.Read(source, budget).Model;
        IReadOnlyCollection<OperatorUse> uses = new OperatorCounts(new ModelFunctions(model), budget).Count(model.Graph);
        return new ModelFileSummary
        {
            IrVersion = model.IrVersion,
            Producer = $"{ShownText.Name(model.ProducerName)} {ShownText.Name(model.ProducerVersion)}".Trim(),
            OperatorSets = [.. model.OpsetImport.Select(set => new OperatorSet(Domain(set.Domain), set.Version))],
            Operators =
            [
                .. uses
                    .Select(use => new OperatorCount(
                        ShownText.Name(use.Name.Domain), ShownText.Name(use.Name.Name), use.Count,
                        use.IsCall || find(use.Name.Qualified) is not null))
                    .OrderByDescending(count => count.Count)
                    .ThenBy(count => count.Domain, StringComparer.Ordinal)
                    .ThenBy(count => count.Name, StringComparer.Ordinal)
                    .Take(MostOperators),
            ],
        };
    }

    private static string Domain(string domain) => ShownText.Name(OperatorSets.Domain(domain));
}
