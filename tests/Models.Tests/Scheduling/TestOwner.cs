using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>A model that is only a name.</summary>
internal sealed class TestOwner(string name) : IQueueOwner
{
    public string Name => name;
}
