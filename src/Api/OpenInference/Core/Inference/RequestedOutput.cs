namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>One output that a request asks for.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Classification">How many classes are wanted instead of the tensor; null: the tensor.</param>
/// <param name="Binary">Whether it is sent as bytes; null: as the request says for all.</param>
internal sealed record RequestedOutput(string Name, int? Classification = null, bool? Binary = null);
