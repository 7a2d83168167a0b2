using Fovea.Inference.Plans;
using Fovea.Inference.Steps;

namespace Fovea.Inference;

/// <summary>Runs that show the values of layers.</summary>
public sealed partial class InferenceModel
{
    /// <summary>
    /// The plan that shows the value of any layer during a run: one for all layers of these input shapes, in the order of
    /// <see cref="Inputs"/>. It is compiled at the first call, and cached with the other plans.
    /// </summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    public ObservedPlan Observe(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        ObservedPlan plan = EnterObserved([.. inputShapes], out ResidentPlan entered);
        entered.Leave();
        return plan;
    }

    /// <summary>
    /// The share of each layer in the computing time of a run for the model's outputs, measured in one run of zeros on this thread, after
    /// another one. A layer that is fused into another (<see cref="LayerInfo.FusedInto"/>) counts there and is not listed. If shapes depend
    /// on the data, estimated costs of the part before the first such shape count.
    /// </summary>
    /// <param name="inputShapes">The inputs' shapes, in the order of <see cref="Inputs"/>.</param>
    /// <param name="cancellationToken">Ends the runs between two steps.</param>
    /// <returns>Shares of 0 to 1 by the names of layers. What belongs to none, such as copies of outputs, is missing from 1.</returns>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs.</exception>
    /// <exception cref="InvalidModelException">The graph contradicts itself for these shapes.</exception>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    /// <exception cref="EngineFaultException">The engine failed in a way that is not the model's fault.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public IReadOnlyDictionary<string, double> LayerShares(
        IReadOnlyList<Shape> inputShapes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        CompiledPlan plan = EnterPlan([.. inputShapes], outputs: null, out ResidentPlan entered);
        try
        {
            IReadOnlyList<Step> steps = entered.Stage.Parts.LeafSteps;
            double[] times = plan.HasKnownShapes
                ? plan.TimeSteps(entered, cancellationToken)
                : [.. steps.Select(step => step.Cost)];
            double total = times.Sum();
            var shares = new Dictionary<string, double>();
            for (int i = 0; i < times.Length; i++)
            {
                // Layers that one step computes together share its time by what they cost.
                IReadOnlyList<Step> members = steps[i].Members.Count > 0 ? steps[i].Members : [steps[i]];
                double cost = members.Sum(member => member.Cost);
                foreach (Step member in members)
                {
                    double part = members.Count == 1 ? 1 : cost > 0 ? member.Cost / cost : 0;
                    if (member.Value is { } layer && _layers.Contains(layer) && total > 0)
                        shares[layer] = shares.GetValueOrDefault(layer) + (times[i] * part / total);
                }
            }

            return shares;
        }
        finally
        {
            entered.Leave();
        }
    }

    /// <summary>Finds or compiles an observed plan, which stays in memory until the caller leaves it.</summary>
    internal ObservedPlan EnterObserved(Shape[] inputShapes, out ResidentPlan entered)
    {
        Enter();
        try
        {
            return _observed.Enter(
                Key(inputShapes, outputs: null), () => Guard(
                    "compiling", budget => new ObservedPlan(
                        _engine, this, _compiler.Observe(inputShapes, _constants, budget), inputShapes), keeps: true),
                out entered);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>The name of the value that stands for a layer.</summary>
    /// <exception cref="InvalidInputException">There is no such layer.</exception>
    internal string RequireLayer(string name) => _layers.Find(name) ?? throw new InvalidInputException(
        $"there is no layer '{name}'.{NearestNames.Sentence(NearestNames.Find(name, _layers.Names))}")
    { Context = ErrorContext };
}
