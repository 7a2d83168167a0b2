using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Plans;

namespace Fovea.Inference;

/// <summary>Gradients: how values of the network depend on others.</summary>
public sealed partial class InferenceModel
{
    /// <summary>
    /// The compiled plan that runs the model forwards and then backwards, for these input shapes: it computes outputs, and the gradients of
    /// some values with respect to others, by reverse-mode differentiation (vector-Jacobian products). Plans are cached like those of
    /// <see cref="Compile"/>.
    /// </summary>
    /// <param name="inputShapes">The inputs' shapes, in the order of <see cref="Inputs"/>.</param>
    /// <param name="of">
    /// The values that are differentiated: value or node names of layers, or outputs, of Float32. The plan has an input more for each,
    /// behind the model's: the seed, of the value's shape, which says how much each element counts.
    /// </param>
    /// <param name="withRespectTo">
    /// Inputs of the model, or value or node names of layers. For each, the plan has an output of its shape: the gradient of the sum of the
    /// values of <paramref name="of"/> times their seeds.
    /// </param>
    /// <param name="outputs">Values that the plan computes too: its first outputs; none when null.</param>
    /// <param name="rule">What operators let back: the derivative, or what guided backpropagation lets back.</param>
    /// <param name="maxBytes">
    /// The most bytes of activations (<see cref="CompiledPlan.ArenaBytes"/>): where keeping what the way back needs takes more, parts of
    /// the way forwards are computed again. <see cref="InferenceOptions.MaxActivationBytes"/> when null.
    /// </param>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, a value does not exist, or it is not Float32.
    /// </exception>
    /// <exception cref="UnsupportedModelException">An operator on the way has no gradient; the error names it.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public CompiledPlan CompileGradient(
        IReadOnlyList<Shape> inputShapes, IReadOnlyList<string> of, IReadOnlyList<string> withRespectTo,
        IReadOnlyList<string>? outputs = null, GradientRule rule = GradientRule.Derivative, long? maxBytes = null)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(withRespectTo);
        CompiledPlan plan = EnterPlan(
            [.. inputShapes], [.. outputs ?? []], out ResidentPlan entered,
            new GradientRequest([.. of], [.. withRespectTo], rule) { MaxBytes = maxBytes });
        entered.Leave();
        return plan;
    }

    /// <summary>
    /// The compiled plan that computes the terms of a loss, and the gradients of their weighted sum, for these input shapes. Its inputs are
    /// the model's, then two for each term: the target, of the shape of what is compared (<see cref="CompileStatistics"/>; the target of a
    /// Gram matrix must be symmetric), and the weight, a number without axes. Its outputs are the loss of each term, without the weight and
    /// without axes, then a gradient for each value of <paramref name="withRespectTo"/>, of its shape.
    /// </summary>
    /// <param name="inputShapes">The inputs' shapes, in the order of <see cref="Inputs"/>.</param>
    /// <param name="terms">The terms, at least one.</param>
    /// <param name="withRespectTo">Inputs of the model, or value or node names of layers.</param>
    /// <param name="maxBytes">The most bytes of activations, as in <see cref="CompileGradient"/>.</param>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, or a value does not exist, is not Float32, or has
    /// no channels and positions of which a Gram matrix could be.</exception>
    /// <exception cref="UnsupportedModelException">An operator on the way has no gradient; the error names it.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public CompiledPlan CompileLosses(
        IReadOnlyList<Shape> inputShapes, IReadOnlyList<LossTerm> terms, IReadOnlyList<string> withRespectTo, long? maxBytes = null)
    {
        ArgumentNullException.ThrowIfNull(withRespectTo);
        return CompileTerms(inputShapes, terms, [.. withRespectTo], onlyStatistics: false, maxBytes);
    }

    /// <summary>
    /// The compiled plan that computes what the terms of a loss compare: the targets, where the inputs are those whose values and Gram
    /// matrices are aimed at. It has the model's inputs, and an output for each term.
    /// </summary>
    /// <param name="inputShapes">The inputs' shapes, in the order of <see cref="Inputs"/>.</param>
    /// <param name="terms">The terms, at least one.</param>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, or a value does not exist, is not Float32, or has
    /// no channels and positions of which a Gram matrix could be.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public CompiledPlan CompileStatistics(IReadOnlyList<Shape> inputShapes, IReadOnlyList<LossTerm> terms) =>
        CompileTerms(inputShapes, terms, [], onlyStatistics: true);

    private CompiledPlan CompileTerms(
        IReadOnlyList<Shape> inputShapes, IReadOnlyList<LossTerm> terms, string[] withRespectTo, bool onlyStatistics,
        long? maxBytes = null)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentOutOfRangeException.ThrowIfZero(terms.Count, nameof(terms));
        var request = new GradientRequest([.. terms.Select(term => term.Of)], withRespectTo)
        {
            Terms = [.. terms],
            OnlyStatistics = onlyStatistics,
            MaxBytes = maxBytes,
        };
        CompiledPlan plan = EnterPlan([.. inputShapes], [], out ResidentPlan entered, request);
        entered.Leave();
        return plan;
    }

    /// <summary>
    /// The scores of which an output has the probabilities: the value before a Softmax, LogSoftmax or Sigmoid at the end of the graph, with
    /// as many elements in the same order. The output itself, where there is no such operator.
    /// </summary>
    /// <param name="output">The value or node name of a layer, or of an output.</param>
    /// <returns>A value name.</returns>
    /// <exception cref="InvalidInputException">There is no such layer.</exception>
    public string LogitsOf(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        string name = RequireLayer(output);
        for (Value value = _graph.Values[name]; value.Producer is { } node && node.Input(0) is { Constant: null } input; value = input)
        {
            if (node.Outputs[0] != value)
                return name;
            if (node.Operator.NormalizesScores)
                return _layers.Contains(input.Name) ? input.Name : name;
            if (!node.Operator.KeepsElements)
                return name;
        }

        return name;
    }
}
