namespace Fovea.Bench.Soaking;

/// <summary>
/// The answers to requests without load: the predictions of every later answer of 200 must have the same text, and so the same bits.
/// </summary>
internal sealed class SoakReferences
{
    private readonly Dictionary<(string Model, string Image), string> _answers = [];

    /// <summary>Requests every image from every model twice, one request at a time.</summary>
    /// <exception cref="InvalidOperationException">A request failed, or two gave different answers.</exception>
    public static async Task<SoakReferences> TakeAsync(SoakClient client, IReadOnlyList<string> models, CancellationToken cancellationToken)
    {
        var references = new SoakReferences();
        foreach (string model in models)
        {
            foreach (SoakImage image in SoakImage.Good)
            {
                SoakAnswer first = await client.PredictAsync(model, image, cancellationToken);
                SoakAnswer second = await client.PredictAsync(model, image, cancellationToken);
                if (first.Status != 200 || first.Predictions is null)
                    throw new InvalidOperationException(
                        $"A lone request failed: '{model}' answered {first.Status} for {image.Name}: {first.Text}");
                if (first.Predictions != second.Predictions)
                    throw new InvalidOperationException(
                        $"Two lone requests of '{model}' for {image.Name} differ: {first.Predictions} and {second.Predictions}");
                references._answers.Add((model, image.Name), first.Predictions);
            }
        }

        return references;
    }

    /// <summary>Compares an answer with the reference.</summary>
    public void Check(string model, SoakImage image, SoakAnswer answer, SoakTally tally)
    {
        bool equal = answer.Predictions == _answers[(model, image.Name)];
        tally.Count("answer of 200", equal ? "equal to the lone request's" : "different");
        if (!equal)
            tally.Fault($"'{model}', {image.Name}: {answer.Text} differs from the lone request's {_answers[(model, image.Name)]}");
    }
}
