using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Plans;

namespace Fovea.Inference;

/// <summary>What a run does where its graph is cut.</summary>
public sealed partial class CompiledPlan
{
    private Tensor[] RunRest(GraphCut cut, Tensor[] found, int maxThreads, CancellationToken cancellationToken)
    {
        CompiledPlan rest = _model.EnterRest(cut, found, out ResidentPlan entered);
        try
        {
            // Inputs whose elements decide shapes are constants of the rest.
            Tensor[] inputs = cut.ShapeInputs.Count == 0
                ? found
                : [.. found.Where((_, i) => !cut.ShapeInputs.Contains(cut.Rest.Inputs[i].Name))];
            return rest.Run(entered, inputs, maxThreads, cancellationToken);
        }
        finally
        {
            entered.Leave();
        }
    }

    private void ComputeAtCut(Node node, Dictionary<string, Tensor> found, int maxThreads, CancellationToken cancellationToken)
    {
        // A loop runs its body again and again.
        GraphCut? last = null;
        var control = new CutControl(_engine.Options.MaxActivationBytes, cancellationToken.ThrowIfCancellationRequested)
        {
            MaxIterations = _engine.Options.MaxLoopIterations,
            Run = (body, inputs) =>
            {
                if (last?.Rest != body.Graph)
                    last = GraphCut.Before(body);
                return RunRest(last, inputs, maxThreads, cancellationToken);
            },
        };
        _model.Enter();
        try
        {
            Tensor?[] inputs = [.. node.Inputs.Select(v => v is null ? null : v.Constant?.ReadAll() ?? found[v.Name])];
            Tensor[] results = ((IComputedAtCut)node.Operator).Compute(node, inputs, control);
            control.Check(results.Sum(tensor => (double)tensor.Bytes.Length));
            for (int i = 0; i < node.Outputs.Length; i++)
                found[node.Outputs[i].Name] = results[i];
        }
        catch (Exception error)
        {
            if (node.ErrorContext.Within(_model.ErrorContext).Locate(error, "a run") is { } fault)
                throw fault;
            throw;
        }
        finally
        {
            _model.Leave();
        }
    }
}
