"""Names that are libraries when they stand in a rule, and the names under which their code imports them."""

# Words of plain English or of code that are also packages: read only in backticks or opposite another library.
AMBIGUOUS = frozenset(
    "arrow asyncio backbone bottle box bull celery chalk click colors commander curio debug ember enzyme express "
    "fabric fire flask flow formik got immer invoke jasmine jest joi json knockout koa lit logging mercury meteor "
    "mocha mock moment multiprocessing next nose passport peewee pg polka prisma recoil request requests rich "
    "selenium signal solid structlog swr threading tornado toml trio underscore uuid vue winston ws yup q".split()
)

# Unmistakable: no English sentence about code uses these words for anything else.
PLAIN = frozenset(
    # Python
    "aiofiles aiohttp alembic altair anyio argparse asyncpg attrs beautifulsoup4 bs4 bokeh boto3 botocore cattrs "
    "cerberus cherrypy chromadb configparser cx_oracle cython dask dateparser dateutil django "
    "docopt duckdb elasticsearch "
    "fabric3 factory_boy fastapi fasttext feedparser flask-restful flask-sqlalchemy fastavro fuzzywuzzy gensim gevent "
    "geopandas grequests gunicorn h5py html5lib httplib httplib2 httpx huggingface-hub hypothesis ibis ijson "
    "jsonpickle jsonschema keras langchain langgraph lightgbm litellm llama-index loguru lxml mako marshmallow "
    "matplotlib moto mongoengine motor msgpack mysqlclient networkx nltk numba numpy odmantic openai opencv-python "
    "openpyxl optparse orjson pandas paramiko passlib pendulum pexpect pillow pika playwright "
    "plotly polars psycopg psycopg2 "
    "psycopg2-binary pyarrow pycurl pycrypto pydantic pygame pymongo pymysql pyodbc pyjwt "
    "python-dateutil python-dotenv "
    "python-jose pytorch pytorch-lightning pytz pyyaml rapidfuzz requests-html responses-mock "
    "ruamel.yaml s3fs sanic scapy "
    "scikit-learn scipy scrapy seaborn sentence-transformers simplejson sklearn spacy sqlalchemy sqlmodel starlette "
    "statsmodels streamlit subprocess32 sympy tensorflow tiktoken tinydb tokenizers torch torchvision tortoise-orm "
    "tqdm twisted typer ujson unittest unittest.mock unittest2 urllib urllib2 urllib3 uvloop vcrpy werkzeug wxpython "
    "xgboost xlrd xmltodict zoneinfo dill cloudpickle telnetlib distutils setuptools "
    # npm
    "angular angularjs antd apexcharts apollo-client axios bcryptjs bluebird body-parser chakra-ui chart.js cheerio "
    "classnames clsx crypto-js cypress d3 date-fns dayjs deepmerge dexie drizzle-orm easy-peasy echarts electron "
    "express-validator fastify fetch-mock framer-motion fs-extra fp-ts graphql-request gsap hapi highcharts ioredis "
    "isomorphic-fetch jotai jquery js-cookie jsonwebtoken knex ky leaflet lodash lodash-es lodash.get lowdb luxon "
    "material-ui mikro-orm mobx mobx-state-tree moment-timezone moment.js mongodb mongoose mui nanoid nedb nestjs "
    "nock node-fetch nodemailer numeral object-assign pinia preact puppeteer ramda react "
    "react-bootstrap react-hook-form "
    "react-query react-redux react-router react-router-dom react-select react-spring react-table recharts redux "
    "redux-form redux-observable redux-saga redux-thunk reselect rimraf rxjs semantic-ui-react sequelize shelljs sinon "
    "socket.io socket.io-client styled-components styled-system superagent superjson svelte three.js typeorm "
    "underscore.js unstated urql valibot valtio vitest vee-validate victory vuetify vuex "
    "xstate xmlhttprequest yargs zod "
    "zustand zx emotion @emotion/react @emotion/styled @mui/material @material-ui/core @chakra-ui/react "
    "@reduxjs/toolkit @tanstack/react-query @apollo/client @angular/core @testing-library/react".split()
)

KNOWN = PLAIN | AMBIGUOUS


# What an import statement says where it is not the name on the package's page, and its close family.
_IMPORTED_AS: dict[str, tuple[str, ...]] = {
    "angular": ("angular", "@angular"),
    "angularjs": ("angular",),
    "apollo-client": ("apollo-client", "@apollo/client"),
    "beautifulsoup4": ("bs4",),
    "chakra-ui": ("@chakra-ui",),
    "dateutil": ("dateutil",),
    "emotion": ("@emotion", "emotion"),
    "factory_boy": ("factory",),
    "fastify": ("fastify", "@fastify"),
    "hapi": ("hapi", "@hapi/hapi"),
    "huggingface-hub": ("huggingface_hub",),
    "jest": ("jest", "@jest/globals"),
    "llama-index": ("llama_index",),
    "lodash": ("lodash", "lodash-es", "lodash.*"),
    "material-ui": ("@material-ui", "@mui"),
    "mikro-orm": ("@mikro-orm",),
    "moment": ("moment", "moment-timezone"),
    "mui": ("@mui",),
    "mysqlclient": ("MySQLdb",),
    "nestjs": ("@nestjs",),
    "opencv-python": ("cv2",),
    "pillow": ("PIL",),
    "prisma": ("prisma", "@prisma/client"),
    "psycopg2-binary": ("psycopg2",),
    "pycrypto": ("Crypto",),
    "pyjwt": ("jwt",),
    "python-dateutil": ("dateutil",),
    "python-dotenv": ("dotenv",),
    "python-jose": ("jose",),
    "pytorch": ("torch",),
    "pyyaml": ("yaml",),
    "react-query": ("react-query", "@tanstack/react-query"),
    "redux": ("redux", "react-redux", "@reduxjs/toolkit"),
    "ruamel.yaml": ("ruamel.yaml",),
    "scikit-learn": ("sklearn",),
    "three.js": ("three",),
    "tortoise-orm": ("tortoise",),
    "underscore.js": ("underscore",),
    "wxpython": ("wx",),
}


def import_names(package: str) -> tuple[str, ...]:
    """The names by which code imports a package, given the name that a person writes for it."""
    folded = package.lower()
    base = folded.removesuffix(".js")
    for name in (folded, base):
        if name in _IMPORTED_AS:
            return _IMPORTED_AS[name]
    if folded in KNOWN and folded != base:
        return (folded, base)
    plain = base if base in KNOWN else package
    return tuple(dict.fromkeys((plain, plain.replace("-", "_"))))
