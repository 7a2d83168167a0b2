using Fovea.Bench.Contract;
using Fovea.Inference;

namespace Fovea.Bench.Engine;

internal sealed class BuildEngine(InferenceEngine engine) : IBuildEngine
{
    public IBuildModel Load(byte[] model, string name) => new BuildModel(engine.Load(model, name));

    public IBuildModel Load(string path) => new BuildModel(engine.Load(path));

    public void Dispose() => engine.Dispose();
}
