using Microsoft.Extensions.Options;

namespace Fovea.Api.Options;

/// <summary>
/// Checks every setting against the attributes of its property, and the sections that check themselves; the code is generated.
/// </summary>
[OptionsValidator]
internal sealed partial class ServerOptionsValidator : IValidateOptions<ServerOptions>;
