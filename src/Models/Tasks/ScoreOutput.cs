using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages;

namespace Fovea.Models.Tasks;

/// <summary>The output of a network that is a score vector: one number per class for each image.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Scores">The number of scores of an image.</param>
internal sealed record ScoreOutput(string Name, int Scores)
{
    // The name that exporters of Hugging Face's models give to the scores.
    private const string UsualName = "logits";

    /// <summary>
    /// Finds the output of the scores: the one that <c>fovea.json</c> names, else the only score vector, else the one for which Triton's
    /// configuration has labels, else the only one whose width fits the labels, else the only one of these that gives probabilities, else
    /// the one called <c>logits</c>. Null where there is none, or where several are left.
    /// </summary>
    /// <param name="candidate">The model.</param>
    /// <param name="problem">Why there are several left, and what to do; null otherwise.</param>
    /// <exception cref="ModelPackageException">The output that is named does not exist, or is no score vector.</exception>
    public static ScoreOutput? Find(TaskCandidate candidate, out string? problem)
    {
        problem = null;
        if (candidate.Package.Output is { } named)
            return Named(candidate, named.Value);
        if (candidate.Plan is not { HasKnownShapes: true } plan)
            return null;
        ScoreOutput[] found = [.. plan.Outputs.Select(output => TryRead(candidate, output)).OfType<ScoreOutput>()];
        if (found.Length < 2)
            return found.FirstOrDefault();
        if (Array.Find(found, output => output.Name == candidate.Package.LabelledOutput) is { } labelled)
            return labelled;
        if (candidate.Package.Labels is { } labels)
        {
            Func<ScoreOutput, bool> fits = found.Any(output => output.Scores == labels.Count)
                ? output => output.Scores == labels.Count
                : output => output.IsPair(labels.Count);
            if (found.Where(fits).ToArray() is { Length: > 0 } fitting)
                found = fitting;
            if (found is [var only])
                return only;
        }

        if (found.Where(output => candidate.GivesProbabilities(output.Name)).ToArray() is [var probabilities])
            return probabilities;
        if (Array.Find(found, output => output.Name == UsualName) is { } usual)
            return usual;
        problem =
            $"It has {found.Length} outputs that could be the scores: " +
            $"{string.Join(" and ", found.Select(output => $"'{output.Name}' of {output.Scores} values"))}. " +
            $"Name one as \"output\" in {candidate.Package.SettingsFile}.";
        return null;
    }

    /// <summary>Whether so many labels are the two classes of one score.</summary>
    public bool IsPair(int labels) => labels == 2 && Scores == 1;

    /// <summary>
    /// The number of scores of an output of that shape for a number of images; null where it is no score vector. Axes of extent 1 do not
    /// matter: [N,C], [N,C,1,1], [N,1,C] and, of one image, [C].
    /// </summary>
    internal static int? Count(Shape shape, int images)
    {
        bool hasRows = shape.Rank > 0 && shape[0] == images;
        if (!hasRows && images != 1)
            return null;
        long[] extents = [.. shape.Skip(hasRows ? 1 : 0).Where(extent => extent != 1)];
        return extents switch
        {
            [] => 1,
            [> 0 and <= int.MaxValue and var count] => (int)count,
            _ => null,
        };
    }

    private static ScoreOutput? TryRead(TaskCandidate candidate, PlanValue output) =>
        output.ElementType.IsFloat() && Count(output.Shape, candidate.Inputs.Batch) is { } scores
            ? new ScoreOutput(output.Name, scores)
            : null;

    private static ScoreOutput Named(TaskCandidate candidate, string name)
    {
        ModelPackage package = candidate.Package;
        string[] outputs = [.. candidate.Graph.Outputs.Select(output => output.Name)];
        if (!outputs.Contains(name))
        {
            throw new ModelPackageException(
                $"{package.SettingsFile}: output is \"{name}\"; the model's outputs are " +
                $"{string.Join(", ", outputs.Select(output => $"'{output}'"))}.{NearestNames.Sentence(NearestNames.Find(name, outputs))}");
        }

        CompiledPlan? plan = candidate.Inputs.Shapes is { } shapes ? candidate.Graph.Compile(shapes, [name]) : null;
        PlanValue? output = plan is { HasKnownShapes: true } ? plan.Outputs[0] : null;
        if (output is not null && TryRead(candidate, output) is { } scores)
            return scores;
        string found = output is null ? "whose shape depends on the data" : $"{output.ElementType}{output.Shape} for one image";
        throw new ModelPackageException(
            $"{package.SettingsFile}: output is \"{name}\", {found}; expected one score vector of floats per image, such as [N,C].");
    }
}
