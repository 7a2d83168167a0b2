namespace Fovea.Bench.Contract;

/// <summary>A running engine. It refuses models and inputs with the exceptions of its own build.</summary>
public interface IBuildEngine : IDisposable
{
    /// <summary>Loads a model from memory.</summary>
    IBuildModel Load(byte[] model, string name);

    /// <summary>Loads a model from a file.</summary>
    IBuildModel Load(string path);
}
