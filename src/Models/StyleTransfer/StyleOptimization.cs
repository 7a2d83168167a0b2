using Fovea.Inference;
using Fovea.Models.Errors;

namespace Fovea.Models.StyleTransfer;

/// <summary>The optimisation of one picture: its variables, the plan of the losses, and Adam.</summary>
internal sealed class StyleOptimization
{
    private readonly Lock _lock = new();
    private readonly PictureSpace _space;
    private readonly StyleRecipe _recipe;
    private readonly CompiledPlan _plan;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _outputs;
    private readonly double[] _weights;
    private readonly float[] _planes;
    private readonly float[] _gradient;
    private readonly Adam _adam;
    private int _steps;

    /// <summary>Computes the targets.</summary>
    /// <param name="space">The space of the picture.</param>
    /// <param name="style">The space of the style picture, which may have another size.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="pictures">The content and the style.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <param name="cancellationToken">Ends the runs between two steps.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public StyleOptimization(
        PictureSpace space, PictureSpace style, StyleRecipe recipe, StylePlans plans, (float[] Content, float[] Style) pictures,
        int threads, CancellationToken cancellationToken)
    {
        _space = space;
        _recipe = recipe;
        _plan = plans.Losses;
        Tensor[] targets =
        [
            .. Targets(plans.Content, space, pictures.Content, threads, cancellationToken),
            .. Targets(plans.Style, style, pictures.Style, threads, cancellationToken),
        ];
        _weights = Weights(recipe, targets);
        _inputs = [NewInput(_plan), .. targets.Zip(_weights).SelectMany(pair => new[] { pair.First, Scalar(pair.Second) })];
        _outputs = [.. _plan.Outputs.Select(output => new Tensor(ElementType.Float32, output.Shape))];
        _planes = recipe.Start == StyleStart.Noise ? space.Noise(recipe.Seed) : [.. pictures.Content];
        _gradient = new float[space.Length];
        _adam = new Adam(space.Length);
    }

    /// <summary>The losses of the pictures so far, before each step.</summary>
    public StyleLosses[] Losses
    {
        get
        {
            lock (_lock)
                return [.. History];
        }
    }

    private List<StyleLosses> History { get; } = [];

    /// <summary>A copy of the picture as it is now.</summary>
    public float[] Picture()
    {
        lock (_lock)
            return [.. _planes];
    }

    /// <summary>Does one step: the losses, their gradient, and Adam. Cancelled, it can be done again.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Step(int threads, CancellationToken cancellationToken)
    {
        if (_recipe.IsBound(_steps))
            Limit((float)_recipe.Bound!.Value);
        _space.ToNetwork(_planes, _inputs[0].Span<float>());
        _plan.Run(_inputs, _outputs, threads, cancellationToken);
        _space.ToPlanes(_outputs[^1].Span<float>(), _gradient);
        double variation = TotalVariation.Add(
            _recipe.Scale, _recipe.VariationWeight, _planes, _space.Width, _space.Height, _gradient);
        int content = _recipe.ContentLayers.Count;
        var losses = new StyleLosses(Sum(0, content), Sum(content, _weights.Length), variation);
        if (!double.IsFinite(losses.Total))
            throw new ServingException(
                ServingError.NoAnswer,
                $"The loss of step {_steps} is no finite number; try smaller weights or a smaller learning rate.");
        lock (_lock)
        {
            _adam.Step(_planes, _gradient, _recipe.RateAt(_steps));
            History.Add(losses);
        }

        _steps++;
    }

    private double Sum(int first, int end)
    {
        double sum = 0;
        for (int i = first; i < end; i++)
            sum += _weights[i] * _outputs[i].Span<float>()[0];
        return sum;
    }

    private void Limit(float bound)
    {
        lock (_lock)
        {
            for (int i = 0; i < _planes.Length; i++)
                _planes[i] = Math.Clamp(_planes[i], -bound, bound);
        }
    }

    private static Tensor[] Targets(
        CompiledPlan plan, PictureSpace space, float[] picture, int threads, CancellationToken cancellationToken)
    {
        Tensor input = NewInput(plan);
        space.ToNetwork(picture, input.Span<float>());
        return plan.Run([input], threads, cancellationToken);
    }

    private static double[] Weights(StyleRecipe recipe, Tensor[] targets) =>
    [
        .. targets.Select((target, i) =>
        {
            double weight = i < recipe.ContentLayers.Count ? recipe.ContentWeight : recipe.StyleWeights[i - recipe.ContentLayers.Count];
            return recipe.Scale switch
            {
                LossScale.Sum => weight * target.Shape.ElementCount,
                LossScale.Relative => weight / Math.Max(MeanSquare(target), 1e-20),
                _ => weight,
            };
        }),
    ];

    private static double MeanSquare(Tensor target)
    {
        double sum = 0;
        foreach (float value in target.Span<float>())
            sum += (double)value * value;
        return sum / target.Shape.ElementCount;
    }

    private static Tensor NewInput(CompiledPlan plan) => new(ElementType.Float32, plan.Inputs[0].Shape);

    private static Tensor Scalar(double number) => Tensor.From<float>(Shape.Scalar, [(float)number]);
}
