using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Api.V2.Inference;

/// <summary>Which outputs a request asks for. Computed are the chosen ones in the model's own order, so that no request makes a plan of its own for another order.</summary>
internal sealed class OutputSelection
{
    private readonly string[] _computed;

    /// <exception cref="ApiException">The model has no such output, or one is asked for twice.</exception>
    public OutputSelection(HostedModel model, InferRequest request)
    {
        string[] all = [.. model.Graph.Outputs.Select(output => output.Name)];
        Wanted = request.Outputs ?? [.. all.Select(name => new RequestedOutput(name))];
        foreach (RequestedOutput output in Wanted)
        {
            if (!all.Contains(output.Name))
                throw new ApiException(ErrorCodes.InvalidBody, $"The model '{model.Name}' has no output '{output.Name}'; it gives {string.Join(", ", all.Select(name => $"'{name}'"))}.");
            if (Wanted.Count(other => other.Name == output.Name) > 1)
                throw new ApiException(ErrorCodes.InvalidBody, $"The output '{output.Name}' is asked for twice.");
        }

        _computed = [.. all.Where(name => Wanted.Any(output => output.Name == name))];
        Names = _computed.Length == all.Length ? null : _computed;
    }

    /// <summary>What is asked for, in the request's order.</summary>
    public IReadOnlyList<RequestedOutput> Wanted { get; }

    /// <summary>The outputs to compute; null: all.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>What is asked for, found in what was computed.</summary>
    public Tensor Find(IReadOnlyList<Tensor> computed, RequestedOutput output) => computed[Array.IndexOf(_computed, output.Name)];
}
