using Fovea.Bench.Builds;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Comparing;

/// <summary>One build of the engine with one loaded model, which runs repeatedly on the same input.</summary>
internal sealed class BuildRival : IDisposable
{
    private readonly IBuildEngine _engine;
    private readonly IBuildModel _model;
    private IReadOnlyList<ValueInfo> _values = [];
    private byte[][] _outputs = [];

    public BuildRival(LoadedBuild build, byte[] model, string name, EngineSettings settings)
    {
        _engine = build.Build.Start(settings);
        _model = _engine.Load(model, name);
    }

    public IReadOnlyList<ValueInfo> Inputs => _model.Inputs;

    /// <summary>Prepares the run to measure, on inputs that are the same for every build.</summary>
    public Action Prepare(long[][] inputShapes)
    {
        IBuildPlan plan = _model.Compile(inputShapes, outputs: null);
        _values = plan.Outputs;
        _outputs = [.. _values.Select(o => new byte[o.Bytes])];
        return plan.Bind(SeededInputs.Create(plan.Inputs), _outputs);
    }

    /// <summary>The difference between the last outputs and another build's.</summary>
    public BitDifference DifferenceFrom(BuildRival expected)
    {
        if (!_values.Select(v => v.ToString()).SequenceEqual(expected._values.Select(v => v.ToString())))
            return new BitDifference(1, 1, double.PositiveInfinity);
        BitDifference sum = default;
        for (int i = 0; i < _outputs.Length; i++)
            sum += BitDifference.Of(_values[i], expected._outputs[i], _outputs[i]);
        return sum;
    }

    public void Dispose()
    {
        _model.Dispose();
        _engine.Dispose();
    }
}
