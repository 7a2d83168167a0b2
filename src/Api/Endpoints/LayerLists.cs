using System.Runtime.CompilerServices;
using System.Text.Json;
using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Models.Hosting;
using Fovea.Models.Serving;

namespace Fovea.Api.Endpoints;

/// <summary>
/// The lists of layers as they are answered: made once for each loaded model, which does not change, and kept as long as it. They are made
/// one at a time per model, behind predictions; those that are very large are not kept. Thread-safe.
/// </summary>
internal sealed class LayerLists(ModelServer server)
{
    /// <summary>About 10,000 layers.</summary>
    private const int LargestKept = 4 << 20;

    private readonly ConditionalWeakTable<HostedModel, Kept> _kept = [];

    /// <summary>The layers of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="version">The version that addresses must name; null for the one that answers without.</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    public async Task<PrefixedText> GetAsync(HostedModel model, string? version, CancellationToken cancellationToken)
    {
        Kept kept = _kept.GetOrCreateValue(model);
        if (kept.Of(version) is { } made)
            return made;
        await kept.Turn.WaitAsync(cancellationToken);
        try
        {
            return kept.Of(version) ?? await server.WorkAsync(
                model, (_, cancelled) => Make(kept, model, version, cancelled), server.StartTimings(), cancellationToken);
        }
        finally
        {
            kept.Turn.Release();
        }
    }

    private static PrefixedText Make(Kept kept, HostedModel model, string? version, CancellationToken cancellationToken)
    {
        model.MeasureShares(cancellationToken);
        var list = new LayerList
        {
            Model = model.Name,
            Version = model.Version,
            InputShapes = model.Inputs.Shapes is { } shapes ? [.. shapes.Select(shape => (IReadOnlyList<long>)[.. shape])] : null,
            Layers = [.. model.Layers.Select((_, i) => LayerDescription.Of(model, i, PrefixedText.Placeholder, version))],
        };
        var text = PrefixedText.Of(JsonSerializer.SerializeToUtf8Bytes(list, ApiJson.Answers.LayerList));
        // Shares that could not be measured are measured for the next one who asks.
        if (text.Length <= LargestKept && (model.Shares.Count > 0 || model.Layers.Count == 0))
            kept.Keep(version, text);
        return text;
    }

    /// <summary>The lists of one model: with its version in the addresses, and without.</summary>
    private sealed class Kept
    {
        private volatile PrefixedText? _plain;
        private volatile PrefixedText? _versioned;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public PrefixedText? Of(string? version) => version is null ? _plain : _versioned;

        public void Keep(string? version, PrefixedText text)
        {
            if (version is null)
                _plain = text;
            else
                _versioned = text;
        }
    }
}
