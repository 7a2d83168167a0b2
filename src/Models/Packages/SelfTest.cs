namespace Fovea.Models.Packages;

/// <summary>One <c>test_data_set_N</c> folder: the model must give these outputs for these inputs.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="InputPaths">The files <c>input_0.pb</c>, <c>input_1.pb</c>, ..., in the model's order of inputs.</param>
/// <param name="OutputPaths">The files <c>output_0.pb</c>, ..., in the model's order of outputs.</param>
public sealed record SelfTest(string Name, IReadOnlyList<string> InputPaths, IReadOnlyList<string> OutputPaths);
