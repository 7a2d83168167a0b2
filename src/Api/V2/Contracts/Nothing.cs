using System.ComponentModel;

namespace Fovea.Api.V2.Contracts;

/// <summary>The answer of <c>POST /v2/repository/models/{model}/load</c> and <c>/unload</c>.</summary>
[Description("Empty: it is done.")]
internal sealed record Nothing;
