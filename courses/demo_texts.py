"""What the demonstration's course pages say."""

from dataclasses import dataclass

from courses.models import Level, Shift

INDEX_INTRO = (
    "Conheça os cursos e veja as vagas de cada um. "
    "Os termos de busca são escolhidos por quem dá aula."
)


@dataclass(frozen=True, slots=True)
class DemoCourse:
    name: str
    slug: str
    code: str
    shift: str
    semesters: int
    campus: str
    terms: tuple[str, ...]
    summary: str
    learning: str
    subjects: tuple[str, ...]
    quote: tuple[str, str]
    work: str
    level: str = Level.BACHELOR


COURSES = (
    DemoCourse(
        name="Engenharia de Software",
        slug="engenharia-de-software",
        code="ENG-SW",
        shift=Shift.EVENING,
        semesters=8,
        campus="Campus Centro",
        terms=("desenvolvimento web", "testes de software", "dados", "suporte de TI"),
        summary="Planejar, construir e manter programas que muita gente usa, em equipe e com "
        "cuidado com a qualidade.",
        learning="Do primeiro programa à operação de um sistema inteiro. Em cada semestre há um "
        "projeto com um problema de verdade, trazido por um setor da universidade ou por uma "
        "empresa da região, e a turma entrega algo que funciona.",
        subjects=(
            "programação e estruturas de dados",
            "desenvolvimento web e para celular",
            "testes, revisão de código e entrega contínua",
            "bancos de dados e análise de dados",
            "requisitos, prazos e trabalho em equipe",
        ),
        quote=(
            "A primeira coisa que a empresa me perguntou foi como eu testo o que escrevo. "
            "Eu tinha resposta.",
            "Estudante do 6º semestre",
        ),
        work="Em empresas de software, bancos, comércio eletrônico e no setor público. O estágio "
        "pode começar no terceiro semestre, em desenvolvimento, testes ou suporte.",
    ),
    DemoCourse(
        name="Sistemas de Informação",
        slug="sistemas-de-informacao",
        code="SIS-INF",
        shift=Shift.EVENING,
        semesters=8,
        campus="Campus Centro",
        terms=("dados", "suporte de TI", "desenvolvimento web", "análise de sistemas"),
        summary="Unir tecnologia e gestão para que a informação certa chegue a quem precisa "
        "decidir.",
        learning="Metade do curso é tecnologia, metade é entender como uma organização funciona. "
        "Você aprende a conversar com quem usa o sistema, a desenhar o processo e a transformar "
        "dados espalhados em resposta.",
        subjects=(
            "análise e desenho de sistemas",
            "bancos de dados e painéis",
            "redes e segurança da informação",
            "processos, custos e gestão de projetos",
            "desenvolvimento web",
        ),
        quote=(
            "Passei o estágio ligando planilhas que ninguém entendia. Hoje a diretoria abre um "
            "painel e decide.",
            "Formada em 2024",
        ),
        work="Em áreas de tecnologia de empresas de todo tipo, consultorias, hospitais e "
        "prefeituras, como analista de dados, de sistemas ou de suporte.",
    ),
    DemoCourse(
        name="Engenharia Elétrica",
        slug="engenharia-eletrica",
        code="ENG-EL",
        shift=Shift.FULL_DAY,
        semesters=10,
        campus="Campus Politécnico",
        terms=("automação", "eletrotécnica", "manutenção elétrica"),
        summary="Gerar, levar e controlar energia: da usina à tomada, do sensor ao robô.",
        learning="Os dois primeiros anos dão a base de matemática e física; depois vêm os "
        "laboratórios de máquinas, eletrônica, controle e sistemas de potência. A oficina fica "
        "aberta aos sábados para os projetos de extensão.",
        subjects=(
            "circuitos e eletrônica",
            "máquinas elétricas e acionamentos",
            "automação industrial e controladores",
            "instalações e eficiência energética",
            "segurança em eletricidade",
        ),
        quote=(
            "Montamos a geração solar da escola vizinha. A conta de luz deles caiu pela metade.",
            "Professor do laboratório de energia",
        ),
        work="Em concessionárias, indústrias, empresas de automação e de energia solar, em "
        "projeto, manutenção e operação.",
    ),
    DemoCourse(
        name="Engenharia Mecânica",
        slug="engenharia-mecanica",
        code="ENG-MEC",
        shift=Shift.FULL_DAY,
        semesters=10,
        campus="Campus Politécnico",
        terms=("projetos mecânicos", "manutenção", "produção industrial"),
        summary="Projetar máquinas, fazer com que durem e organizar a fábrica em volta delas.",
        learning="Desenho, cálculo e oficina andam juntos: a peça que você calcula numa semana "
        "é usinada na outra. No fim do curso, cada equipe projeta e constrói uma máquina "
        "completa.",
        subjects=(
            "desenho técnico e modelagem em 3D",
            "materiais e processos de fabricação",
            "termodinâmica e máquinas térmicas",
            "elementos de máquinas e vibrações",
            "manutenção e planejamento da produção",
        ),
        quote=(
            "Quem aprende a ouvir uma máquina descobre o defeito antes de ela parar.",
            "Técnico da oficina mecânica",
        ),
        work="Na indústria automotiva, de alimentos, de papel e de máquinas agrícolas, em "
        "projeto, produção, qualidade e manutenção.",
    ),
    DemoCourse(
        name="Engenharia Química",
        slug="engenharia-quimica",
        code="ENG-QUI",
        shift=Shift.FULL_DAY,
        semesters=10,
        campus="Campus Politécnico",
        terms=("laboratório", "processos químicos", "qualidade"),
        summary="Levar para a escala da fábrica o que deu certo no laboratório, com segurança e "
        "sem desperdício.",
        learning="Você começa na bancada e termina na planta-piloto. O curso trata de reações, "
        "de separação e de controle de processos, sempre com a conta do custo e do impacto no "
        "ambiente ao lado.",
        subjects=(
            "química analítica e orgânica",
            "balanços de massa e energia",
            "reatores e operações unitárias",
            "controle de qualidade e normas",
            "tratamento de água e de resíduos",
        ),
        quote=(
            "Um grau a mais no reator muda o produto inteiro. Aprendi a anotar tudo.",
            "Estudante do 8º semestre",
        ),
        work="Em indústrias de alimentos, cosméticos, tintas, papel e combustíveis, em "
        "laboratórios e em estações de tratamento de água.",
    ),
    DemoCourse(
        name="Design",
        slug="design",
        code="DES",
        shift=Shift.MORNING,
        semesters=8,
        campus="Campus Centro",
        terms=("design gráfico", "UX/UI", "ilustração"),
        summary="Dar forma a ideias: marcas, telas, objetos e imagens que as pessoas entendem e "
        "gostam de usar.",
        learning="O ateliê é a sala principal. Você desenha à mão, testa com gente de verdade e "
        "refaz. Os projetos passam por identidade visual, interfaces, ilustração e produto.",
        subjects=(
            "desenho, cor e tipografia",
            "identidade visual e impressos",
            "pesquisa com usuários e interfaces",
            "ilustração e animação",
            "acessibilidade e desenho universal",
        ),
        quote=(
            "Meu portfólio nasceu nas disciplinas. Na entrevista, só precisei contar as histórias.",
            "Formado em 2023",
        ),
        work="Em agências, editoras, estúdios de produto e equipes de tecnologia, com design "
        "gráfico, UX/UI ou ilustração.",
    ),
)
