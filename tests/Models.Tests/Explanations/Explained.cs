using Fovea.Models.Explanations;
using Fovea.Models.Explanations.Methods;
using Fovea.Models.Hosting;

namespace Fovea.Models.Tests.Explanations;

/// <summary>Explanations of pictures that are given as the network's input.</summary>
internal static class Explained
{
    public static Explanation By(HostedModel model, string method, float[] image, ExplanationRequest? request = null) =>
        Explainer.ExplainAsync(ExplanationPlan.Of(model, Request(method, request)), image, new OwnThread()).GetAwaiter().GetResult();

    public static ExplanationRequest Request(string method, ExplanationRequest? request = null)
    {
        ExplanationMethod found = MethodTable.Find(method)!;
        return request is null ? new ExplanationRequest { Method = found } : request with { Method = found };
    }

    /// <summary>A request for a method that is named later.</summary>
    public static ExplanationRequest Any { get; } = new() { Method = MethodTable.All[0] };

    public static float[] Noise(int seed, int count)
    {
        var noise = new GaussianNoise(seed);
        return [.. Enumerable.Range(0, count).Select(_ => noise.Next())];
    }
}
