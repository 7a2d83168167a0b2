using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;

namespace Fovea.Models.Explanations;

/// <summary>An explanation that can be computed, and what it costs.</summary>
public sealed class ExplanationPlan
{
    private ExplanationPlan(HostedModel model, ExplanationRequest request)
    {
        model.RequireImage();
        Model = model;
        Request = request;
        Target = ExplanationTarget.Find(model, request);
        if (request.Method.ReadsLayer)
            Layer = ExplainedLayer.Find(model, Target.Value, request.Layer);
        ExplanationCost cost = request.Method.Cost(request.Settings, model.Inputs.Preprocessing!.Spec);
        Cost = Target.IsPredicted ? cost with { Forward = cost.Forward + 1 } : cost;
    }

    /// <summary>The model.</summary>
    public HostedModel Model { get; }

    /// <summary>What is asked for.</summary>
    public ExplanationRequest Request { get; }

    /// <summary>What of the model is explained.</summary>
    public ExplanationTarget Target { get; }

    /// <summary>The layer that the method looks at; null where it looks at none.</summary>
    public LayerInfo? Layer { get; }

    /// <summary>What it costs.</summary>
    public ExplanationCost Cost { get; }

    /// <summary>Checks a request against a model; nothing runs.</summary>
    /// <exception cref="ServingException">The model takes no image, the request does not fit it, or it costs too much.</exception>
    public static ExplanationPlan Of(HostedModel model, ExplanationRequest request)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        var plan = new ExplanationPlan(model, request);
        return plan.Cost.Runs <= request.MaxRuns ? plan : throw new ServingException(
            ServingError.RunLimit,
            $"The method '{request.Method.Name}' would take {plan.Cost.Forward} runs of the network and {plan.Cost.Gradients} forwards " +
            $"and back, which count for two: {plan.Cost.Runs} in all; at most {request.MaxRuns} are allowed. " +
            Advice(request));
    }

    private static string Advice(ExplanationRequest request)
    {
        string advice = request.Method.Parameters is { Count: > 0 } parameters
            ? $"Choose other values of {string.Join(", ", parameters)}."
            : "Choose another method.";
        return request.Otherwise is { } otherwise ? $"{advice} {otherwise}" : advice;
    }
}
