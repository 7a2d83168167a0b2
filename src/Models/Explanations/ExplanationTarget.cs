using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Tasks;

namespace Fovea.Models.Explanations;

/// <summary>
/// What of a model is explained: a class, or an element of a layer. It is found, and checked, before anything is computed.
/// </summary>
public sealed class ExplanationTarget
{
    private readonly ClassScores? _scores;
    private readonly int? _class;
    private readonly int _element;

    private ExplanationTarget(LayerInfo value, ClassScores? scores, int? index, int element)
    {
        Value = value;
        _scores = scores;
        _class = index;
        _element = element;
    }

    /// <summary>The value of which an element is explained: the logits of the classes, or the layer that was named.</summary>
    public LayerInfo Value { get; }

    /// <summary>The output that has the scores of the classes; null where an element of a layer is explained.</summary>
    internal string? Scores => _scores?.Output;

    /// <summary>Whether the class is the one that is predicted, which a run finds.</summary>
    internal bool IsPredicted => _scores is not null && _class is null;

    /// <summary>Finds what a request asks for.</summary>
    /// <exception cref="ServingException">The model has no classes, no such class, layer or element.</exception>
    public static ExplanationTarget Find(HostedModel model, ExplanationRequest request)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Output is not null)
            return OfElement(model, request);
        if (request.Index is not null)
            throw Invalid("The parameter 'index' is given without 'output'; expected both, or a class.");
        ClassScores scores = model.RequireTask().Scores ?? throw new ServingException(
            ServingError.TaskNotRecognized,
            $"The model '{model.Name}' has no classes. Name what is to be explained: output= and index=, an element of an output.");
        LayerInfo logits = RequireFloats(model, model.FindLayer(model.Graph.LogitsOf(scores.Output)));
        return new ExplanationTarget(logits, scores, request.Class is { } text ? FindClass(model, scores, text) : null, 0);
    }

    /// <summary>The element that is explained, among those of one image.</summary>
    /// <param name="scores">The scores of the classes for the picture; not read unless the predicted class is explained.</param>
    internal ExplainedElement Choose(ReadOnlySpan<float> scores)
    {
        if (_scores is null)
            return new ExplainedElement(_element, 1, null, null);
        int index = _class ?? _scores.Predict(scores);
        (int element, float sign) = _scores.ElementOf(index);
        return new ExplainedElement(element, sign, index, _scores.LabelOf(index));
    }

    private static ExplanationTarget OfElement(HostedModel model, ExplanationRequest request)
    {
        if (request.Class is not null)
            throw Invalid("The parameters 'class' and 'output' are both given; a class is explained, or an element of an output.");
        LayerInfo layer = RequireFloats(model, model.FindLayer(request.Output!));
        return new ExplanationTarget(layer, null, null, ElementOf(layer, model.MapShape(layer), request.Index));
    }

    private static int ElementOf(LayerInfo layer, Shape shape, IReadOnlyList<int>? index)
    {
        long[] extents = shape.Rank < 2 ? [.. shape] : [.. shape.Skip(1)];
        long count = extents.Aggregate(1L, (product, extent) => product * extent);
        if (index is null && count == 1)
            return 0;
        if (index is [var position] && position < count)
            return position;
        if (index is null || index.Count != extents.Length || extents.Where((extent, axis) => index[axis] >= extent).Any())
        {
            string found = index is null ? "is missing" : $"is '{string.Join(',', index)}'";
            throw Invalid(
                $"The parameter 'index' {found}; '{LayerName.Shown(layer.Name)}' of shape {shape} has elements from " +
                $"'{string.Join(',', extents.Select(_ => 0))}' to '{string.Join(',', extents.Select(extent => extent - 1))}', or from 0 " +
                $"to {count - 1}.");
        }

        return (int)extents.Zip(index).Aggregate(0L, (element, axis) => element * axis.First + axis.Second);
    }

    private static int FindClass(HostedModel model, ClassScores scores, string text) => scores.Find(text) switch
    {
        [var index] => index,
        [] => throw Invalid(
            $"The parameter 'class' is '{ShownText.Name(text)}'; the model '{model.Name}' has the classes 0 to {scores.Count - 1}." +
            NearestNames.Sentence(NearestNames.Find(text, [.. Enumerable.Range(0, scores.Count).Select(scores.LabelOf).Distinct()]))),
        var several => throw Invalid(
            $"The parameter 'class' is '{ShownText.Name(text)}', the label of the classes {string.Join(", ", several.Take(10))}" +
            $"{(several.Count > 10 ? " and others" : "")}; expected one class: give its index."),
    };

    private static LayerInfo RequireFloats(HostedModel model, LayerInfo layer) => layer.ElementType == ElementType.Float32
        ? layer
        : throw new ServingException(
            ServingError.NoGradient,
            $"'{LayerName.Shown(layer.Name)}' of the model '{model.Name}' is {layer.ElementType}; elements of real numbers are explained.");

    private static ServingException Invalid(string message) => new(ServingError.InvalidRequest, message);
}
