using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>
/// Which outputs a request asks for: outputs of the network, or, for images, what the model's task makes of them. Computed are the chosen
/// ones in the model's own order, so that no request makes a plan of its own for another order.
/// </summary>
internal sealed class OutputSelection
{
    private readonly string[] _computed;
    private readonly string? _answer;

    /// <exception cref="ApiException">The model has no such output, or one is asked for twice.</exception>
    public OutputSelection(ModelSignature signature, InferRequest request, bool images)
    {
        string[] all = [.. signature.Model.Graph.Outputs.Select(output => output.Name)];
        string? answer = images ? signature.AnswerName : null;
        Wanted = request.Outputs ?? [.. signature.Outputs.Select(output => new RequestedOutput(output.Name))];
        HashSet<string> known = [.. all];
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (RequestedOutput output in Wanted)
        {
            if (!known.Contains(output.Name) && output.Name != answer)
                throw new ApiException(
                    ErrorCodes.InvalidBody, $"The model '{signature.Name}' has no output '{output.Name}'; it gives {List(all, answer)}.");
            if (!wanted.Add(output.Name))
                throw new ApiException(ErrorCodes.InvalidBody, $"The output '{output.Name}' is asked for twice.");
            if (output.Name != answer)
                continue;
            if (output.Classification is not null)
            {
                throw new ApiException(
                    ErrorCodes.InvalidParameter,
                    $"The output '{answer}' is the answer of the model's task; 'classification' is for outputs of the network.");
            }

            _answer = answer;
        }

        _computed = [.. all.Where(wanted.Contains)];
        Names = _computed.Length == all.Length ? null : _computed;
    }

    /// <summary>What is asked for, in the request's order.</summary>
    public IReadOnlyList<RequestedOutput> Wanted { get; }

    /// <summary>The outputs of the network to compute; null: all.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>Whether the task's answer is asked for.</summary>
    public bool HasAnswer => _answer is not null;

    /// <summary>Whether an output is the task's answer.</summary>
    public bool IsAnswer(RequestedOutput output) => output.Name == _answer;

    /// <summary>What is asked for, found in what was computed.</summary>
    public Tensor Find(IReadOnlyList<Tensor> computed, RequestedOutput output) => computed[Array.IndexOf(_computed, output.Name)];

    private static string List(string[] outputs, string? answer) =>
        string.Join(", ", outputs.Select(name => $"'{name}'")) + (answer is null ? "" : $", and '{answer}' of images");
}
