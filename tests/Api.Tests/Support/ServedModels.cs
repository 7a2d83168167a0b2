namespace Fovea.Api.Tests.Support;

/// <summary>One service with every test model and the bundled one, shared by the classes of a collection.</summary>
public sealed class ServedModels : IAsyncLifetime
{
    private readonly TestModels _models = new TestModels().AddGood().AddBad();
    private ApiFactory? _factory;

    public HttpClient Client => _factory!.Client;

    public IServiceProvider Services => _factory!.Services;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }
}

/// <summary>Classes that share <see cref="ServedModels"/>.</summary>
[CollectionDefinition(nameof(ServedModels))]
public sealed class ServedModelsGroup : ICollectionFixture<ServedModels>;

/// <summary>Classes that look at the page of one service of their own, beside the others: a browser mostly waits.</summary>
[CollectionDefinition(nameof(ServedPage))]
public sealed class ServedPage : ICollectionFixture<ServedModels>;
