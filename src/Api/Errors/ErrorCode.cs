namespace Fovea.Api.Errors;

/// <summary>One kind of error: its stable code, its HTTP status, and a title that never changes with the occasion.</summary>
public sealed record ErrorCode(string Code, int Status, string Title);
